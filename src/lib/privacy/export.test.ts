import { afterEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { MyData, SECTIONS } from './export-schema.ts';
import { KEY_LABELS, SECTION_TITLES } from './export-words.ts';
import { readablePage } from './readable.ts';

afterEach(() => overwriteGetLocale(() => 'fr'));
overwriteGetLocale(() => 'fr');

const empty = Object.fromEntries(Object.keys(SECTIONS).map((name) => [name, []]));
const data = v.parse(MyData, {
	format: 'palier-my-data-1',
	madeAt: '2026-11-25T10:00:00Z',
	timeZone: 'Europe/Paris',
	account: { email: null, createdAt: '2026-01-01T10:00:00Z', lastSignInAt: null },
	...empty,
	devices: [
		{
			name: '<script>alert(1)</script>',
			via: 'letter',
			since: '2026-11-01T10:00:00Z',
			lastSeenAt: '2026-11-24T10:00:00Z',
			endedAt: null
		}
	],
	payments: [
		{
			id: 4,
			round: 'Semaine 12',
			kind: 'payment',
			method: 'cash',
			amountCents: -1050,
			tenderedCents: 2000,
			corrects: null,
			note: 'A & B',
			at: '2026-11-20T10:00:00Z'
		}
	]
});

describe('the readable page', () => {
	it('has words for every section and every key of the format', () => {
		expect(Object.keys(SECTION_TITLES).sort()).toEqual(Object.keys(SECTIONS).sort());
		const keys = Object.values(SECTIONS).flatMap((section) => Object.keys(section.item.entries));
		expect([...new Set(keys)].filter((key) => !(key in KEY_LABELS))).toEqual([]);
	});

	it('holds no script and asks nothing from elsewhere, whatever people typed', () => {
		const page = readablePage(data);
		expect(page).not.toMatch(/<script|<img|<link|https?:|javascript:/i);
		expect(page).toContain('&lt;script&gt;');
		expect(page).toContain('A &amp; B');
	});

	it('says money, days and choices as pages do, in one’s language', () => {
		const plain = (page: string) => page.replace(/[\u00a0\u202f]/g, ' ');
		const french = plain(readablePage(data));
		expect(french).toContain('-10,50 €');
		expect(french).toContain('en espèces');
		expect(french).toContain('vendredi 20 novembre 2026, 11 h');
		expect(french).not.toMatch(/aujourd’hui|\bhier\b/);
		expect(french).toContain('<html lang="fr">');
		expect(french).toContain('Rien n’est gardé ici.');
		overwriteGetLocale(() => 'en');
		const english = plain(readablePage(data));
		expect(english).toContain('<html lang="en">');
		expect(english).toContain('-€10.50');
		expect(english).toContain('Nothing is kept here.');
	});
});
