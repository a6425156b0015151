import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { m } from '#lib/paraglide/messages.js';
import { call, read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { formatCents } from '#lib/text/money.ts';
import { formatQuantity, type Unit } from '#lib/text/quantity.ts';
import type { RoundEditPage } from './edit-views.ts';
import type { SaveRound } from './schema.ts';

/** What the form of a round needs. For staff of that residence; 404 for everybody else. */
export const readRoundEdit = (client: Client, residence: string, round: string | null) =>
	read<RoundEditPage>(client, 'page_round_edit', { p_residence: residence, p_round: round });

/**
 * Creates a round (`round` null, a draft) or changes one that is a draft or open, with its offers.
 * Answers its id.
 *
 * @throws {Refusal} value_invalid, deadline_before_opening, delivery_before_deadline, deadline_past,
 * local_time_missing, local_time_twice, price_changed, in_use, round_state, changed_meanwhile
 */
export async function saveRound(
	client: Client,
	residence: string,
	round: string | null,
	{ version, minimum, baskets, offers, ...data }: SaveRound
): Promise<string> {
	return call(client, 'save_round', {
		p_residence: residence,
		// PostgREST knows the argument by its name: null is a new round.
		p_round: round as string,
		p_base_version: version,
		p_data: { ...data, minimumCents: minimum, minimumBaskets: baskets },
		p_offers: offers
	});
}

/** The answer of the form's action when the database refuses: the sentence beside its field. */
export function refuseRound(problem: unknown, data: FormData) {
	if (problem instanceof Refusal && problem.key === 'in_use' && problem.detail.product) {
		const { product, ordered, unit } = problem.detail;
		const amount = formatQuantity(Number(ordered), unit as Unit);
		const sentence = m.rounds_form_limit_below({ amount });
		return refuseField(data, `offers.${String(product)}.limit`, sentence, 409);
	}
	if (problem instanceof Refusal && problem.key === 'price_changed' && problem.detail.product) {
		const { product, priceCents } = problem.detail;
		const sentence = m.rounds_form_price_kept({ price: formatCents(Number(priceCents)) });
		return refuseField(data, `offers.${String(product)}.price`, sentence, 409);
	}
	return refuse(problem, data, ({ key, detail }) => {
		switch (key) {
			case 'deadline_before_opening':
			case 'deadline_past':
				return 'closes';
			case 'delivery_before_deadline':
				return 'deliveryOn';
			case 'local_time_missing':
			case 'local_time_twice':
				return String(detail.local).startsWith(String(data.get('opens'))) ? 'opens' : 'closes';
			case 'value_invalid':
				return detail.product ? `offers.${String(detail.product)}.price` : undefined;
			default:
				return undefined;
		}
	});
}
