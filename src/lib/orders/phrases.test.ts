import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { NOW, PARIS, round, type Round } from './example.ts';
import {
	changeWords,
	deliveryWhen,
	firstName,
	moneyBadge,
	phoneWords,
	placeWords,
	progressWords
} from './phrases.ts';

overwriteGetLocale(() => 'fr');

/** With ordinary spaces, so that an expectation can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('\u2060', '');

describe('words', () => {
	const clock = { now: NOW, timeZone: PARIS };

	it('says when a basket can be collected, with the date unless it is near', () => {
		expect(plain(deliveryWhen(round('r'), clock))).toBe('samedi 28 novembre, 10 h – 12 h');
		expect(plain(deliveryWhen(round('r', { deliveryOn: '2026-11-23' }), clock))).toBe(
			'demain, 10 h – 12 h'
		);
	});

	it('says what is missing, euros before households', () => {
		const words = (more: Partial<Round>) => plain(progressWords(round('r', more)));
		expect(words({})).toBe('18 foyers ont commandé.');
		expect(words({ minimumCents: 30_000, minimumBaskets: 40 })).toContain('Encore 42,00 €');
		expect(words({ minimumBaskets: 19 })).toContain('Encore 1 foyer pour');
		expect(words({ minimumCents: 100 })).toContain('Le minimum est atteint');
		expect(words({ progress: { households: 0, totalCents: 0 } })).toContain('Personne');
	});

	it('says who acted, and for whom', () => {
		const change = {
			kind: 'placed' as const,
			at: NOW,
			totalCents: 0,
			underMandate: false,
			detail: {}
		};
		expect(changeWords({ ...change, by: 'Nadia', for: 'Jean', onBehalf: true })).toBe(
			'Commandé par Nadia, à la demande de Jean'
		);
		expect(changeWords({ ...change, by: 'Jean', for: 'Jean', onBehalf: false })).toBe(
			'Commandé par Jean'
		);
		expect(
			changeWords({ ...change, kind: 'cancelled', by: null, for: null, onBehalf: false })
		).toBe('Un ancien voisin a annulé la commande');
		expect(changeWords({ ...change, by: null, for: null, onBehalf: true })).toBe(
			'Commandé par un ancien voisin, à la demande de ce logement'
		);
		const helped = { ...change, by: 'Léa', for: 'Odile', onBehalf: true, underMandate: true };
		expect(changeWords(helped)).toBe('Commandé par Léa pour Odile');
		expect(changeWords({ ...helped, kind: 'changed' })).toBe('Commande changée par Léa pour Odile');
		expect(changeWords({ ...helped, kind: 'cancelled' })).toBe(
			'Léa a annulé la commande pour Odile'
		);
	});

	it('says money owed either way', () => {
		expect(moneyBadge(2250)).toMatchObject({ tone: 'sun' });
		expect(plain(moneyBadge(-50).text)).toContain('0,50 €');
		expect(moneyBadge(0)).toMatchObject({ tone: 'leaf' });
	});

	it('greets, places and telephones', () => {
		expect(firstName('Mme Odile Renard')).toBe('Odile');
		expect(placeWords('À la loge')).toBe('à la loge');
		expect(placeWords('Hall B')).toBe('Hall B');
		expect(phoneWords('03 44 00')).toEqual({ text: '03\u00a044\u00a000', href: 'tel:034400' });
	});
});
