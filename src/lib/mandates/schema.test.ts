import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { GiveMandate } from './schema.ts';
import { consentSentence, endingWords, scopeWords } from './words.ts';
import type { Mandate } from './views.ts';

overwriteGetLocale(() => 'fr');

const DOOR = '7b0a3c52-8f5e-4c0e-9d40-2f7d1a6c1b11';

function form(fields: Record<string, string | string[]>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		for (const text of [value].flat()) data.append(name, text);
	}
	return data;
}

const whole = { name: ' Karim ', household: DOOR, email: '', 'scopes[]': ['orders'], months: '12' };
const give = (more: Record<string, string | string[]>) =>
	parseForm(GiveMandate, form({ ...whole, ...more }));

describe('whom one trusts', () => {
	it('is a neighbour by name and door, or somebody elsewhere by address or by a code', async () => {
		expect(await give({})).toMatchObject({
			ok: true,
			value: { name: 'Karim', household: DOOR, email: null, scopes: ['orders'], months: 12 }
		});
		expect(await give({ household: '', email: 'LEA@exemple.fr' })).toMatchObject({
			ok: true,
			value: { household: null, email: 'lea@exemple.fr' }
		});
		expect(await give({ household: '' })).toMatchObject({
			ok: true,
			value: { household: null, email: null }
		});
	});

	it.each([
		['name', { name: ' ' }],
		['email', { household: '', email: 'lea' }],
		['household', { household: 'b12' }],
		['scopes', { 'scopes[]': [] }],
		['scopes[]', { 'scopes[]': ['help'] }],
		['months', { months: '24' }]
	])('is asked for again when %s is wrong: %j', async (field, more) => {
		const parsed = await give(more as Record<string, string>);
		expect(Object.keys(parsed.ok ? {} : parsed.issues)).toEqual([field]);
	});
});

describe('what is said of a mandate', () => {
	it('is read out whole: who, what, how long, and that it can end', () => {
		const both = consentSentence('Jean Morel', 'Léa', ['collect', 'orders'], 12);
		expect(both).toMatch(/^Bonjour Jean Morel\. Léa pourra commander pour vous.*retirer/);
		expect(both).toContain('un an. Vous pouvez l’arrêter');
		expect(both).toMatch(/Êtes-vous d’accord\s\?$/);
		expect(consentSentence('Jean', 'Léa', ['collect'], 6)).not.toContain('commander');
		expect(consentSentence('Jean', 'Léa', ['orders'], 1)).not.toContain('retirer');
		expect(consentSentence('Jean', 'Léa', ['orders'], 6)).toContain('6 mois');
	});

	it('names what it allows, and who ended it', () => {
		expect(scopeWords(['orders', 'collect'])).toHaveLength(2);
		expect(scopeWords(['collect'])).toEqual(['Retire les paniers et paie']);
		const mandate = { person: 'Odile', helper: 'Karim', ending: null } as Mandate;
		expect(endingWords(mandate)).toBe('arrivé à la fin');
		const by = (kind: 'revoked' | 'given_back' | 'withdrawn') =>
			endingWords({ ...mandate, ending: { kind, by: 'Nadia' } });
		expect([by('revoked'), by('given_back'), by('withdrawn')]).toEqual([
			'arrêté par Odile',
			'arrêté par Karim',
			'arrêté par Nadia'
		]);
	});
});
