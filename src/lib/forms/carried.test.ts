import { describe, expect, it } from 'vitest';
import { packForm, unpackForm } from './carried.ts';

const ACTION = '/r/7b0a3c52-8f5e-4c0e-9d40-2f7d1a6c1b11/orders/x?/place';

function form(fields: [string, string | Blob][]): FormData {
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	return data;
}

describe('a form on its way through sign-in', () => {
	it('comes out as it went in, with names that repeat', () => {
		const fields: [string, string][] = [
			['quantity', '2,5'],
			['months[]', '1'],
			['months[]', '2'],
			['note', '"><b>\n\u00e9']
		];
		expect(unpackForm(packForm(ACTION, form(fields)))).toEqual({
			action: ACTION,
			fields,
			hadFiles: false
		});
	});

	it('leaves files behind, and says so', () => {
		const photo = new File(['bytes'], 'photo.jpg');
		const empty = new File([], '');
		const packed = packForm(
			ACTION,
			form([
				['name', 'Miel'],
				['photo', photo]
			])
		);
		expect(unpackForm(packed)).toMatchObject({ fields: [['name', 'Miel']], hadFiles: true });
		expect(packed).not.toContain('photo');
		expect(unpackForm(packForm(ACTION, form([['photo', empty]])))?.hadFiles).toBe(false);
	});

	it('is not carried when it is larger than what people type', () => {
		expect(packForm(ACTION, form([['note', 'x'.repeat(60_000)]]))).toBeNull();
	});

	it.each([
		'',
		'null',
		'[]',
		'{"action": 1, "fields": []}',
		`{"action": "${ACTION}"}`,
		`{"action": "${ACTION}", "fields": [["name"]]}`,
		`{"action": "${ACTION}", "fields": [["name", 1]]}`,
		'{"action": "https://evil.example/r/x", "fields": []}',
		'{"action": "//evil.example/r/x", "fields": []}',
		'{"action": "/r//evil\\\\x", "fields": []}',
		'{"action": "javascript:alert(1)", "fields": []}',
		'{"action": "/sign-out", "fields": []}',
		null,
		new Blob()
	])('does not unpack %s', (packed) => {
		expect(unpackForm(packed)).toBeNull();
	});
});
