import { quantitiesOf, type Quantities } from '#lib/orders/basket.ts';
import { draftKey } from '#lib/orders/draft.ts';
import { sayOffers, type OfferWords } from '#lib/orders/offer-words.ts';
import { deadline, deliveryWhen, phoneWords, placeWords } from '#lib/orders/phrases.ts';
import { repeatOrder, type Repeat } from '#lib/orders/repeat.ts';
import type { RoundPage } from '#lib/orders/views.ts';
import { sayWhom, type WhomWords } from '#lib/orders/whom.ts';
import { withFor } from '#lib/orders/with-for.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatQuantity } from '#lib/text/quantity.ts';

/** The page where a household chooses its quantities, with its sentences made. */
export type ChoosePage = {
	/** False when the deadline fell while somebody chose. */
	isOpen: boolean;
	/** There is an order, which this page changes. */
	isChange: boolean;
	household: string;
	/** Whose orders these are, and the question about it. */
	whom: WhomWords;
	whomLabel: string;
	/** Addresses that stay with that household. */
	links: { mine: string; list: string; repeat: string; place: string };
	title: string;
	subtitle: string;
	/** `jusqu’à mercredi 18 h` */
	until: string;
	/** How long until then, from the moment the page was made. */
	millisecondsLeft: number;
	/** What the caretaker says about the round. */
	word: string;
	offers: OfferWords[];
	/** What is ordered so far. */
	saved: Quantities;
	/** What the steppers start with: the order as it is, or the last one again. */
	start: Quantities;
	canRepeat: boolean;
	/** What became of the last order when it was asked for again. */
	repeated: string[] | null;
	version: number;
	clientKey: string;
	/** Where unsent quantities wait on the device. */
	draft: string;
	lodge: { text: string; href: string };
};

/**
 * Whether a person chooses quantities in this round now, or did until a moment ago: a basket that
 * was not sent in time waits on the device and is shown once more.
 */
export function canChoose({ round, order, whom }: RoundPage, wantsForm: boolean): boolean {
	if (!whom.mayOrder) return false;
	if (round.phase === 'open') return order === null || wantsForm;
	return wantsForm || round.phase === 'closing' || round.phase === 'closed';
}

/**
 * Says the page of a round to whoever orders for their household, or helps one. Call it on the server.
 *
 * @param path the address of the page, without its questions
 */
export function sayChoice(
	page: RoundPage,
	wantsRepeat: boolean,
	now: string,
	path: string
): ChoosePage {
	const { round, order, last, shell } = page;
	const { member } = shell;
	const whom = sayWhom(page.whom, member.householdId, path);
	const clock = { now, timeZone: shell.residence.timeZone };
	const offers = sayOffers(page.offers, round.producer);
	const saved = quantitiesOf(order?.lines);
	const repeat = last && wantsRepeat ? repeatOrder(last, offers) : null;
	return {
		isOpen: round.phase === 'open',
		isChange: order !== null,
		household: page.whom.householdId ?? '',
		whom,
		whomLabel: m.whom_label(),
		links: {
			mine: withFor(`${path}/mine`, whom.id),
			list: withFor(path.slice(0, path.lastIndexOf('/')), whom.id),
			repeat: withFor(`${path}?repeat=1`, whom.id),
			place: withFor('?/place', whom.id)
		},
		title: round.title,
		subtitle: m.orders_delivery_line({
			when: deliveryWhen(round, clock),
			place: placeWords(round.place)
		}),
		until: m.orders_until({ moment: deadline(round, clock) }),
		millisecondsLeft: Date.parse(round.closesAt) - Date.parse(now),
		word: round.word,
		offers,
		saved,
		start: repeat ? { ...saved, ...repeat.quantities } : saved,
		canRepeat: last !== null && order === null,
		repeated:
			repeat && sayRepeat(repeat, { done: m.orders_repeat_done, none: m.orders_repeat_none }),
		version: order?.version ?? 0,
		clientKey: page.clientKey,
		draft: draftKey(round.id, whom.id === null ? member.id : `${member.id}-${whom.id}`),
		lodge: phoneWords(shell.residence.lodgePhone)
	};
}

/** Says what became of a last order: whose it is, then what is missing. */
export function sayRepeat(
	{ quantities, gone, less }: Repeat,
	words: { done: () => string; none: () => string }
): string[] {
	const isEmpty = Object.keys(quantities).length === 0;
	return [
		isEmpty ? words.none() : words.done(),
		...(gone.length > 0 ? [m.orders_repeat_gone({ names: gone.join(', ') })] : []),
		...less.map(({ name, quantity, unit }) =>
			m.orders_repeat_less({ name, quantity: formatQuantity(quantity, unit) })
		)
	];
}
