import type { Offer, Order, Round } from './ordered-round.ts';

export type Rule = 'same_cut' | 'oldest_first' | 'small_first';

const oldestFirst = (one: Order, other: Order) =>
	one.placedAt - other.placedAt || (one.id < other.id ? -1 : 1);
const smallestFirst = (one: Order, other: Order) =>
	one.cents - other.cents || oldestFirst(one, other);

/**
 * Hands out what came one step at a time: to the first in the queue who still wants some, or, for
 * the same share, to whoever is furthest below their fair share. Slow, and plainly what is meant.
 */
export function shareByHand(
	round: Round,
	offer: Offer,
	arrived: number,
	rule: Rule
): Map<string, number> {
	const wanted = new Map(
		round.lines.filter((line) => line.offer === offer.id).map((line) => [line.order, line.units])
	);
	const all = [...wanted.values()].reduce((sum, units) => sum + units, 0);
	const cap = Math.min(all, Math.floor(Math.round(arrived * 1000) / Math.round(offer.step * 1000)));
	const queue = round.orders
		.filter(({ id }) => wanted.has(id))
		.sort(rule === 'small_first' ? smallestFirst : oldestFirst);
	const got = new Map(queue.map(({ id }) => [id, 0]));
	for (let unit = 0; unit < cap; unit++) {
		const open = queue.filter(({ id }) => (got.get(id) ?? 0) < (wanted.get(id) ?? 0));
		const behind = ({ id }: Order) => (wanted.get(id) ?? 0) * cap - (got.get(id) ?? 0) * all;
		const next =
			rule === 'same_cut'
				? open.reduce((best, order) => (behind(order) > behind(best) ? order : best))
				: open[0];
		if (next) got.set(next.id, (got.get(next.id) ?? 0) + 1);
	}
	return got;
}
