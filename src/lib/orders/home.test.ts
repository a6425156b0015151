import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { HomePage, OrderView } from '#lib/orders/views.ts';
import {
	changeWords,
	deliveryWhen,
	firstName,
	moneyBadge,
	phoneWords,
	placeWords,
	progressWords
} from './phrases.ts';
import { listTasks } from './tasks.ts';
import { nextDelivery, openFirst, sortForHome } from './upcoming.ts';

overwriteGetLocale(() => 'fr');

const PARIS = 'Europe/Paris';
/** Sunday evening in Paris. */
const NOW = '2026-11-22T20:00:00Z';
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('\u2060', '');

type Round = HomePage['rounds'][number];

const round = (id: string, more: Partial<Round> = {}): Round => ({
	id,
	title: id,
	word: '',
	producer: 'Ferme',
	producerId: 'p',
	state: 'open',
	phase: 'open',
	version: 1,
	opensAt: '2026-11-19T07:00:00+00:00',
	closesAt: '2026-11-25T17:00:00+00:00',
	opensLocal: '2026-11-19T08:00:00',
	closesLocal: '2026-11-25T18:00:00',
	deliveryOn: '2026-11-28',
	deliveryFrom: '10:00:00',
	deliveryTo: '12:00:00',
	place: 'À la loge',
	minimumCents: null,
	minimumBaskets: null,
	sendOnClose: true,
	progress: { households: 18, totalCents: 25_800 },
	order: null,
	owedCents: 0,
	sheet: null,
	waiting: null,
	...more
});

const order = (pickupState: OrderView['pickupState']): OrderView => ({
	id: 'o',
	state: 'placed',
	version: 1,
	totalCents: 2250,
	placedAt: NOW,
	changedAt: NOW,
	for: null,
	forId: null,
	pickupState,
	pickupBy: '',
	pickupNote: '',
	pickupAt: null,
	lines: [],
	lastChange: null
});

describe('the next delivery', () => {
	const saturday = round('saturday');
	const today = round('today', { phase: 'ordered', deliveryOn: '2026-11-22', deliveryTo: '20:00' });

	it('is the earliest that is not over, by the clock of the residence', () => {
		expect(nextDelivery([saturday], NOW, PARIS)?.id).toBe('saturday');
		// 21 h in Paris: over since 20 h; 20 h in London: just ending.
		expect(nextDelivery([saturday, today], NOW, PARIS)?.id).toBe('saturday');
		expect(nextDelivery([saturday, today], NOW, 'Europe/London')?.id).toBe('today');
	});

	it('is not a draft, nor what has been delivered or cancelled', () => {
		const others = (['draft', 'delivered', 'settled', 'cancelled'] as const).map((phase) =>
			round(phase, { phase })
		);
		expect(nextDelivery(others, NOW, PARIS)).toBeNull();
	});
});

describe('the home page', () => {
	it('sorts rounds by what one can do with them', () => {
		const parts = sortForHome([
			round('coming', { phase: 'coming' }),
			round('later', { closesAt: '2026-11-27T17:00:00Z' }),
			round('open'),
			round('others', { phase: 'ordered' }),
			round('mine', { phase: 'ordered', order: order('waiting') }),
			round('here', { phase: 'delivered', order: order('waiting'), owedCents: 2250 }),
			round('unpaid', { phase: 'delivered', order: order('collected'), owedCents: 100 }),
			round('done', { phase: 'delivered', order: order('collected') }),
			round('draft', { phase: 'draft' })
		]);
		const ids = Object.fromEntries(
			Object.entries(parts).map(([part, rounds]) => [part, rounds.map(({ id }) => id)])
		);
		expect(ids).toEqual({
			open: ['open', 'later'],
			coming: ['coming'],
			onTheirWay: ['mine'],
			waiting: ['here', 'unpaid']
		});
	});

	it('lists open rounds first', () => {
		const rounds = [
			round('c', { phase: 'coming' }),
			round('d', { phase: 'delivered' }),
			round('o')
		];
		expect(openFirst(rounds).map(({ id }) => id)).toEqual(['o', 'c', 'd']);
	});
});

describe('what needs the caretaker', () => {
	const kinds = (rounds: Round[], now = NOW) =>
		listTasks(rounds, now, PARIS).map(({ kind, page }) => `${kind} → ${page}`);
	const ordered = (sheet: Partial<NonNullable<Round['sheet']>> | null, more: Partial<Round> = {}) =>
		round('ordered', {
			phase: 'ordered',
			sheet: sheet && { sentAt: null, failedAt: null, readAt: null, answeredAt: null, ...sheet },
			...more
		});

	it('warns about a minimum only when the deadline is near', () => {
		const low = round('low', { minimumCents: 30_000 });
		expect(kinds([low])).toEqual([]);
		expect(kinds([low], '2026-11-24T17:00:00Z')).toEqual(['below_minimum → manage']);
		expect(kinds([round('few', { minimumBaskets: 19 })], '2026-11-24T17:00:00Z')).toHaveLength(1);
		expect(kinds([round('met', { minimumCents: 25_800 })], '2026-11-24T17:00:00Z')).toEqual([]);
	});

	it('follows the sheet to the producer', () => {
		const long = '2026-11-22T08:00:00+00:00';
		expect(kinds([ordered({ failedAt: NOW })])).toEqual(['sheet_failed → sheet']);
		expect(kinds([ordered({ sentAt: long })])).toEqual(['sheet_unread → sheet']);
		expect(kinds([ordered({ sentAt: NOW })])).toEqual([]);
		expect(kinds([ordered({ sentAt: long, readAt: NOW })])).toEqual([]);
		expect(kinds([ordered({ sentAt: long, readAt: NOW, answeredAt: NOW })])).toEqual([
			'sheet_answered → sheet'
		]);
	});

	it('sends to delivery, pick-up and money in their time', () => {
		expect(kinds([ordered(null, { deliveryOn: '2026-11-22' })])).toEqual([
			'delivery_today → delivery'
		]);
		expect(kinds([ordered(null, { deliveryOn: '2026-11-21' })])).toEqual([
			'delivery_late → delivery'
		]);
		expect(kinds([round('d', { phase: 'delivered', waiting: 3 })])).toEqual([
			'baskets_waiting → pickup'
		]);
		expect(kinds([round('d', { phase: 'delivered', waiting: 0 })])).toEqual(['settle → money']);
	});

	it('puts what presses first', () => {
		expect(
			kinds([
				round('draft', { phase: 'draft' }),
				round('closed', { phase: 'closed' }),
				ordered(null, { deliveryOn: '2026-11-22' })
			])
		).toEqual(['delivery_today → delivery', 'not_sent → manage', 'draft → edit']);
	});
});

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
		const change = { kind: 'placed' as const, at: NOW, totalCents: 0, detail: {} };
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
