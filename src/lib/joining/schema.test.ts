import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { spacedCode } from './code.ts';
import { AskToJoin, TypeCode, UseLetter } from './schema.ts';

overwriteGetLocale(() => 'fr');

const DOOR = '8c7c0c1e-5a0e-4b4f-9d0e-2f6f5a1f7a11';

function form(fields: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.append(name, value);
	return data;
}

describe('AskToJoin', () => {
	const person = { name: ' Fatou Diop ', door: ' B 12 ', email: '', phone: '' };

	it('asks for a name and a door, and takes no contact', async () => {
		expect(await parseForm(AskToJoin, form(person))).toMatchObject({
			ok: true,
			value: { name: 'Fatou Diop', door: 'B 12', email: null, phone: '' }
		});
	});

	it('reads an address in capitals', async () => {
		const parsed = await parseForm(AskToJoin, form({ ...person, email: ' FATOU@Diop.fr ' }));
		expect(parsed).toMatchObject({ ok: true, value: { email: 'fatou@diop.fr' } });
	});

	it.each([
		['name', '  '],
		['name', 'x'.repeat(81)],
		['door', ' '],
		['door', 'x'.repeat(101)],
		['email', 'fatou'],
		['phone', 'à la maison'],
		['phone', '0'.repeat(31)]
	])('refuses %s "%s", beside that field', async (field, value) => {
		const parsed = await parseForm(AskToJoin, form({ ...person, [field]: value }));
		expect(parsed.ok).toBe(false);
		if (!parsed.ok) expect(Object.keys(parsed.issues)).toEqual([field]);
	});
});

describe('UseLetter', () => {
	it('takes somebody of the household without a name', async () => {
		const parsed = await parseForm(UseLetter, form({ person: DOOR, name: '' }));
		expect(parsed).toMatchObject({ ok: true, value: { person: DOOR } });
	});

	it('says what is missing: who, then the name of somebody new', async () => {
		const nobody = await parseForm(UseLetter, form({ name: 'Léa' }));
		expect(nobody).toMatchObject({ issues: { person: 'Choisissez qui vous êtes.' } });
		const nameless = await parseForm(UseLetter, form({ person: 'new', name: ' ' }));
		expect(nameless).toMatchObject({ issues: { name: 'Écrivez votre nom.' } });
	});

	it('refuses what is neither a person nor "new"', async () => {
		const parsed = await parseForm(UseLetter, form({ person: 'odile', name: '' }));
		expect(parsed).toMatchObject({ ok: false });
	});
});

describe('TypeCode', () => {
	it('refuses nothing typed, and what nobody types', async () => {
		for (const typed of ['', '   ', 'A'.repeat(201)]) {
			expect(await parseForm(TypeCode, form({ typed }))).toMatchObject({ ok: false });
		}
	});
});

describe('spacedCode', () => {
	it('shows codes as they are said', () => {
		expect(spacedCode('TKX4K7')).toBe('TKX 4K7');
		expect(spacedCode('ACDEFGHJKM')).toBe('ACDEF GHJKM');
	});
});
