import { nameOrFormer } from '#lib/members/former.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ChangeView, OrderView } from '#lib/orders/views.ts';
import type { Phase, RoundSummary } from '#lib/rounds/views.ts';
import {
	capitalise,
	formatDate,
	formatDay,
	formatMoment,
	formatWindow,
	type Instant
} from '#lib/text/dates.ts';
import { formatCents } from '#lib/text/money.ts';

/** The clock that dates on a page are said by: the server's, as many phones go wrong. */
export type Clock = { now: Instant; timeZone: string };

type Tone = 'leaf' | 'sun' | 'brick' | 'sky' | 'plain';

/** When a basket can be collected: `demain, 10 h – 12 h`, `samedi 28 novembre, 10 h – 12 h`. */
export function deliveryWhen(round: RoundSummary, clock: Clock): string {
	return m.text_day_window({ day: deliveryDay(round, clock), window: deliveryHours(round) });
}

/** A place inside a sentence: `à la loge`, but `Hall B`. */
export function placeWords(place: string): string {
	const isPhrase = /^(à|au|aux|chez|dans|derrière|devant|en|sous|sur|at|behind|in|on|under)\s/i;
	return isPhrase.test(place) ? place.charAt(0).toLowerCase() + place.slice(1) : place;
}

/** The day of a delivery: `demain`, `samedi 28 novembre`. */
export function deliveryDay(round: RoundSummary, { now, timeZone }: Clock): string {
	const near = formatDay(round.deliveryOn, now, timeZone);
	const named: string[] = [m.text_today(), m.text_tomorrow(), m.text_yesterday()];
	return named.includes(near) ? near : formatDate(round.deliveryOn);
}

/** The hours of a delivery: `10 h – 12 h`. */
export function deliveryHours(round: RoundSummary): string {
	return formatWindow(round.deliveryFrom, round.deliveryTo);
}

/** The deadline: `mercredi 18 h`. */
export function deadline(round: RoundSummary, { now, timeZone }: Clock): string {
	return formatMoment(round.closesAt, now, timeZone);
}

/** How many households ordered, and how far the round is from being delivered. */
export function progressWords(round: RoundSummary): string {
	const { households } = round.progress;
	const ordered = households === 0 ? m.orders_nobody() : m.orders_households({ count: households });
	return `${ordered} ${minimumWords(round)}`.trim();
}

/** What a round still lacks to be delivered, in one sentence; empty without a minimum. */
export function minimumWords({ progress, minimumCents, minimumBaskets }: RoundSummary): string {
	if (minimumCents === null && minimumBaskets === null) return '';
	const cents = (minimumCents ?? 0) - progress.totalCents;
	if (cents > 0) return m.orders_missing_cents({ amount: formatCents(cents) });
	const baskets = (minimumBaskets ?? 0) - progress.households;
	if (baskets > 0) return m.orders_missing_baskets({ count: baskets });
	return m.orders_minimum_reached();
}

/** The minimum as a bar; null when the round has none. Euros first, as they say more. */
export function progressBar(round: RoundSummary): { value: number; max: number } | null {
	const { progress, minimumCents, minimumBaskets } = round;
	if (minimumCents !== null) return { value: progress.totalCents, max: minimumCents };
	if (minimumBaskets !== null) return { value: progress.households, max: minimumBaskets };
	return null;
}

/** Where a round stands, in a word or two. */
export function phaseBadge(phase: Phase): { text: string; tone: Tone } {
	switch (phase) {
		case 'draft':
			return { text: m.orders_phase_draft(), tone: 'plain' };
		case 'coming':
			return { text: m.orders_phase_coming(), tone: 'sky' };
		case 'open':
			return { text: m.orders_phase_open(), tone: 'leaf' };
		case 'closing':
		case 'closed':
			return { text: m.orders_phase_closed(), tone: 'sun' };
		case 'ordered':
			return { text: m.orders_phase_ordered(), tone: 'sky' };
		case 'delivered':
			return { text: m.orders_phase_delivered(), tone: 'leaf' };
		case 'settled':
			return { text: m.orders_phase_settled(), tone: 'plain' };
		case 'cancelled':
			return { text: m.orders_phase_cancelled(), tone: 'brick' };
	}
}

/** What became of a delivered basket. */
export function pickupBadge(order: Pick<OrderView, 'pickupState'>): { text: string; tone: Tone } {
	switch (order.pickupState) {
		case 'waiting':
			return { text: m.orders_pickup_waiting(), tone: 'sun' };
		case 'collected':
			return { text: m.orders_pickup_collected(), tone: 'leaf' };
		case 'partly':
			return { text: m.orders_pickup_partly(), tone: 'sun' };
		case 'carry_up':
			return { text: m.orders_pickup_carry_up(), tone: 'sky' };
		case 'not_collected':
			return { text: m.orders_pickup_not_collected(), tone: 'brick' };
	}
}

/** What a household owes or is owed for a round that has closed. */
export function moneyBadge(owedCents: number): { text: string; tone: Tone } {
	if (owedCents > 0) {
		return { text: m.orders_to_pay({ amount: formatCents(owedCents) }), tone: 'sun' };
	}
	if (owedCents < 0) {
		return { text: m.orders_to_give_back({ amount: formatCents(-owedCents) }), tone: 'sky' };
	}
	return { text: m.orders_paid(), tone: 'leaf' };
}

/** One line of an order's history: who did what, and for whom. */
export function changeWords(change: ChangeView): string {
	return capitalise(sayChange(change));
}

function sayChange(change: ChangeView): string {
	const by = change.by === null ? m.orders_somebody() : nameOrFormer(change.by);
	const asked = change.for === null ? m.orders_the_household() : nameOrFormer(change.for);
	switch (change.kind) {
		case 'placed':
			if (change.underMandate) return m.orders_placed_for({ by, person: asked });
			return change.onBehalf ? m.orders_placed_behalf({ by, asked }) : m.orders_placed_by({ by });
		case 'changed':
			if (change.underMandate) return m.orders_changed_for({ by, person: asked });
			return change.onBehalf ? m.orders_changed_behalf({ by, asked }) : m.orders_changed_by({ by });
		case 'cancelled':
			if (change.underMandate) return m.orders_cancelled_for({ by, person: asked });
			return change.onBehalf
				? m.orders_cancelled_behalf({ by, asked })
				: m.orders_cancelled_by({ by });
		case 'received':
			return m.orders_received_by({ by });
		case 'pickup':
			return change.detail.by
				? m.orders_pickup_by({ by, collector: change.detail.by })
				: m.orders_pickup_noted({ by });
	}
}

/** The day and hour of something, at the start of a line. */
export function momentWords(instant: Instant, { now, timeZone }: Clock): string {
	return capitalise(formatMoment(instant, now, timeZone));
}

/** A door or a number that no line cuts in two: `A 01`. */
export function unbroken(text: string): string {
	return text.replaceAll(' ', '\u00a0');
}

/** A telephone number that no line cuts in two, and its link. */
export function phoneWords(phone: string): { text: string; href: string } {
	return { text: unbroken(phone), href: `tel:${phone.replace(/[^+\d]/g, '')}` };
}

/** How a person is greeted: `Odile` of `Mme Odile Renard`. */
export function firstName(name: string): string {
	const words = name.trim().split(/\s+/);
	const kept = words.filter((word) => !/^(m|mme|mlle|mr|mrs|ms)\.?$/i.test(word));
	return kept[0] ?? name;
}
