import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { ChangeRole, NameSubstitute, SavePerson } from './schema.ts';

overwriteGetLocale(() => 'fr');

function form(values: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(values)) data.append(name, value);
	return data;
}

describe('SavePerson', () => {
	const person = { name: ' Jean Morel ', household: '', email: '', phone: '' };

	it('takes somebody without e-mail and phone', () => {
		expect(v.parse(SavePerson, person)).toEqual({
			name: 'Jean Morel',
			household: null,
			email: null,
			phone: null
		});
	});

	it('says what is wrong beside its field', async () => {
		const parsed = await parseForm(
			SavePerson,
			form({ name: ' ', household: 'x', email: 'jean@', phone: 'call me' })
		);
		expect(parsed.ok).toBe(false);
		expect(parsed).toMatchObject({
			issues: {
				name: expect.any(String),
				household: expect.any(String),
				email: expect.stringContaining('e-mail'),
				phone: expect.stringContaining('chiffres')
			}
		});
	});
});

const ID = '00000000-0000-4000-8000-000000000001';

describe('NameSubstitute', () => {
	it('takes a person and two days', () => {
		const asked = { substitute: ID, starts: '2026-12-31', ends: '2027-01-02' };
		expect(v.parse(NameSubstitute, asked)).toEqual(asked);
	});

	it.each(['2026-02-31', '2026-13-01', '31/12/2026', '', '2026-12-31T10:00'])(
		'takes %j for no day',
		async (starts) => {
			const parsed = await parseForm(
				NameSubstitute,
				form({ substitute: ID, starts, ends: '2027-01-02' })
			);
			expect(parsed).toMatchObject({ ok: false, issues: { starts: expect.any(String) } });
			expect(Object.keys(parsed.ok ? {} : parsed.issues)).toEqual(['starts']);
		}
	);

	it('asks who, when nobody was chosen', async () => {
		const parsed = await parseForm(
			NameSubstitute,
			form({ substitute: '', starts: '2026-12-31', ends: '2026-12-31' })
		);
		expect(parsed).toMatchObject({ ok: false, issues: { substitute: expect.any(String) } });
	});
});

describe('ChangeRole', () => {
	it('needs a successor only where the page asks for one', () => {
		expect(v.parse(ChangeRole, { role: 'relay' })).toEqual({ role: 'relay', successor: null });
		expect(v.parse(ChangeRole, { role: 'tenant', successor: ID }).successor).toBe(ID);
	});

	it('gives no role that does not exist, and none that is never given', async () => {
		for (const role of ['queen', 'substitute', '']) {
			expect((await parseForm(ChangeRole, form({ role }))).ok).toBe(false);
		}
	});
});
