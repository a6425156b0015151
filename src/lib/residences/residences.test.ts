import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { CreateResidence } from './schema.ts';
import { listTimeZones, nameTimeZone } from './time-zones.ts';

overwriteGetLocale(() => 'fr');

describe('time zones', () => {
	it('starts with those of the French Republic, each once', () => {
		const zones = listTimeZones();
		expect(zones[0]?.value).toBe('Europe/Paris');
		expect(zones.slice(0, 12).map(({ value }) => value)).toContain('Pacific/Noumea');
		expect(new Set(zones.map(({ value }) => value)).size).toBe(zones.length);
	});

	it('offers only names that this machine can reckon with', () => {
		for (const { value } of listTimeZones()) {
			expect(() => new Intl.DateTimeFormat('fr', { timeZone: value })).not.toThrow();
		}
	});

	it('offers no fixed offsets: they do not follow clock changes', () => {
		expect(listTimeZones().filter(({ value }) => /\d/.test(value))).toEqual([]);
	});

	it('names them in words', () => {
		expect(nameTimeZone('Indian/Reunion')).toBe('La Réunion');
		expect(nameTimeZone('America/New_York')).toBe('America/New York');
	});
});

describe('CreateResidence', () => {
	it('keeps everything that was typed except the code', async () => {
		const data = new FormData();
		data.append('setupCode', 'ABCD');
		data.append('name', '');
		data.append('organisation', 'Bailleur');
		data.append('caretakerEmail', 'nadia');
		const parsed = await parseForm(CreateResidence, data);
		expect(parsed).toMatchObject({
			ok: false,
			values: { organisation: 'Bailleur', caretakerEmail: 'nadia' },
			issues: { name: expect.any(String), caretakerEmail: expect.any(String) }
		});
		expect(parsed.values).not.toHaveProperty('setupCode');
	});
});
