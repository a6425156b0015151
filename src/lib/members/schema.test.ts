import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { SavePerson } from './schema.ts';

overwriteGetLocale(() => 'fr');

function form(values: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(values)) data.append(name, value);
	return data;
}

describe('SavePerson', () => {
	const person = { name: ' Jean Morel ', role: 'tenant', household: '', email: '', phone: '' };

	it('takes somebody without e-mail and phone', () => {
		expect(v.parse(SavePerson, person)).toEqual({
			name: 'Jean Morel',
			role: 'tenant',
			household: null,
			email: null,
			phone: null
		});
	});

	it('says what is wrong beside its field', async () => {
		const parsed = await parseForm(
			SavePerson,
			form({ name: ' ', role: 'queen', household: 'x', email: 'jean@', phone: 'call me' })
		);
		expect(parsed.ok).toBe(false);
		expect(parsed).toMatchObject({
			issues: {
				name: expect.any(String),
				role: expect.any(String),
				household: expect.any(String),
				email: expect.stringContaining('e-mail'),
				phone: expect.stringContaining('chiffres')
			}
		});
	});
});
