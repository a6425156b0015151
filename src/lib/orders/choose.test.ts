import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { OfferView } from '#lib/rounds/views.ts';
import { canChoose, sayChoice } from './choose.ts';
import { NOW, order, PARIS, round } from './example.ts';
import { roundPath } from './upcoming.ts';
import type { RoundPage, Whom } from './views.ts';

overwriteGetLocale(() => 'fr');

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('\u2060', '');

const leeks: OfferView = {
	id: 'leeks',
	productId: 'p',
	name: 'Poireaux',
	unit: 'kg',
	step: 0.5,
	priceCents: 180,
	pictogram: 'leek',
	photoPath: null,
	description: 'Bio',
	origin: 'Ferme',
	allergens: '',
	stockLimit: 4,
	left: 1.5,
	withdrawn: false
};

const page = (more: Partial<RoundPage> = {}, householdId: string | null = 'b12'): RoundPage => ({
	shell: {
		residence: {
			id: 'r',
			name: 'Les Tilleuls',
			address: '',
			timeZone: PARIS,
			isDemo: true,
			lodgePhone: '01 23 45 67 89',
			pickupPlace: 'À la loge'
		},
		member: { id: 'odile', name: 'Odile', role: 'tenant', householdId, door: 'B 12' },
		unread: 0,
		elsewhere: [],
		households: 40,
		deletion: null,
		mark: 'abcd1234'
	},
	whom: {
		householdId,
		name: null,
		door: 'B 12',
		mayOrder: householdId !== null,
		helped: []
	},
	round: round('r'),
	offers: [leeks],
	order: null,
	history: [],
	last: null,
	owedCents: null,
	clientKey: 'key',
	...more
});

const helping = (mayOrder: boolean): Whom => ({
	householdId: 'b14',
	name: 'Jean',
	door: 'B 14',
	mayOrder,
	helped: [
		{ householdId: 'b14', name: 'Jean', door: 'B 14' },
		{ householdId: 'c01', name: 'Zoé', door: 'C 01' }
	]
});

describe('the way to the form', () => {
	const closed = round('r', { phase: 'closed' });

	it.each([
		['nothing ordered', page(), false, true],
		['ordered', page({ order: order('waiting') }), false, false],
		['ordered, to change', page({ order: order('waiting') }), true, true],
		['nobody to order for', page({}, null), true, false],
		['somebody who lets one collect only', page({ whom: helping(false) }), true, false],
		['somebody who lets one order', page({ whom: helping(true) }, null), false, true],
		['just closed, as a basket may wait on the device', page({ round: closed }), false, true],
		['cancelled', page({ round: round('r', { phase: 'cancelled' }) }), false, false]
	])('%s', (_, answer, wantsForm, expected) => {
		expect(canChoose(answer, wantsForm)).toBe(expected);
	});

	it('is what a list links to while nothing is ordered, and only then', () => {
		expect(roundPath(round('r'))).toBe('/orders/r');
		expect(roundPath(round('r', { order: order('waiting') }))).toBe('/orders/r/mine');
		expect(roundPath(closed)).toBe('/orders/r/mine');
	});
});

describe('the form in words', () => {
	it('says an offer, without an origin that the producer’s name says already', () => {
		const [offer] = sayChoice(page(), false, NOW, '/orders/r').offers;
		expect(plain(offer?.price ?? '')).toBe('1,80 € le kilo');
		expect(offer).toMatchObject({ facts: 'Bio', soldOut: false, tone: 'leaf' });
		expect(plain(offer?.stock ?? '')).toBe('reste 1,5 kilo');
	});

	it('says for whom it is, keeps their basket apart and leads to the others', () => {
		const own = sayChoice(page(), false, NOW, '/orders/r');
		expect(own.whom).toEqual({ title: null, id: null, options: [] });
		const theirs = sayChoice(page({ whom: helping(true) }), false, NOW, '/orders/r');
		expect(theirs).toMatchObject({ household: 'b14', whom: { id: 'b14' } });
		expect(plain(theirs.whom.title ?? '')).toBe('Pour Jean, B 14');
		expect(theirs.whom.options).toEqual([
			{ label: 'Moi', href: '/orders/r', isCurrent: false },
			{ label: 'Jean', href: '/orders/r?for=b14', isCurrent: true },
			{ label: 'Zoé', href: '/orders/r?for=c01', isCurrent: false }
		]);
		expect(theirs.draft).not.toBe(own.draft);
		expect(own.links).toEqual({
			mine: '/orders/r/mine',
			list: '/orders',
			repeat: '/orders/r?repeat=1',
			place: '?/place'
		});
		expect(theirs.links).toEqual({
			mine: '/orders/r/mine?for=b14',
			list: '/orders?for=b14',
			repeat: '/orders/r?repeat=1&for=b14',
			place: '?/place&for=b14'
		});
		const outside = sayChoice(page({ whom: helping(true) }, null), false, NOW, '/orders/r');
		expect(outside.whom.options.map(({ label }) => label)).toEqual(['Jean', 'Zoé']);
	});

	it('fills it with the last order on request, and says what had to give way', () => {
		const last = {
			title: 'La fois d’avant',
			placedAt: NOW,
			lines: [
				{ name: 'Poireaux', quantity: 2, unit: 'kg' as const, offerId: 'leeks' },
				{ name: 'Mâche', quantity: 1, unit: 'kg' as const, offerId: null }
			]
		};
		expect(sayChoice(page({ last }), false, NOW, '/orders/r')).toMatchObject({
			canRepeat: true,
			repeated: null,
			start: {}
		});
		const again = sayChoice(page({ last }), true, NOW, '/orders/r');
		expect(again.start).toEqual({ leeks: 1.5 });
		expect(again.repeated?.map(plain)).toEqual([
			'Voici votre dernière commande. Vérifiez, puis validez.',
			'Plus proposé : Mâche.',
			'Poireaux : 1,5 kilo seulement.'
		]);
	});
});
