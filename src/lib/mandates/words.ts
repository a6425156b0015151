import type { ChangeKind } from '#lib/orders/views.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatDate, wallClock } from '#lib/text/dates.ts';
import { MONTHS } from './schema.ts';
import type { EndingKind, Mandate, Scope } from './views.ts';

/** Who reads: the person who trusts, who is trusted, or the lodge. */
export type Voice = 'person' | 'helper' | 'staff';

/** What a mandate allows, one short sentence each. */
export function scopeWords(scopes: readonly Scope[]): string[] {
	return [
		...(scopes.includes('orders') ? [m.helpers_may_order()] : []),
		...(scopes.includes('collect') ? [m.helpers_may_collect()] : [])
	];
}

/** How long one can trust somebody, as answers of a form. */
export const durations = () =>
	MONTHS.map((value) => ({
		value,
		label: value === '12' ? m.helpers_year() : m.helpers_months({ count: Number(value) })
	}));

/** The day of an instant, with its year: `25 novembre 2027`. */
export function dayWords(instant: string, timeZone: string): string {
	return formatDate(wallClock(instant, timeZone).date, 'year');
}

/** How a mandate ended: `arrêté par Odile`. */
export function endingWords({ ending, helper, person }: Mandate): string {
	const kind: EndingKind = ending?.kind ?? 'expired';
	switch (kind) {
		case 'renewed':
			return m.helpers_ended_renewed();
		case 'revoked':
			return m.helpers_ended_by({ by: person });
		case 'given_back':
			return m.helpers_ended_by({ by: helper });
		case 'withdrawn':
			return m.helpers_ended_by({ by: ending?.by ?? m.orders_somebody() });
		case 'left':
			return m.helpers_ended_left();
		case 'expired':
			return m.helpers_ended_expired();
	}
}

/** What the caretaker reads out before writing down a yes, word for word as it is kept. */
export function consentSentence(
	person: string,
	helper: string,
	scopes: readonly Scope[],
	months: number
): string {
	const what = scopes.includes('orders')
		? scopes.includes('collect')
			? m.consent_both({ helper })
			: m.consent_orders({ helper })
		: m.consent_collect({ helper });
	const long = months === 12 ? m.consent_year() : m.consent_months({ count: months });
	return [m.consent_hello({ person }), what, long, m.consent_agree()].join(' ');
}

/** What was done, as a heading of a line. */
export function actWords(kind: ChangeKind): string {
	if (kind === 'cancelled') return m.helpers_act_cancelled();
	return kind === 'placed' ? m.helpers_act_placed() : m.helpers_act_changed();
}
