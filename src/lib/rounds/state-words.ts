import { nameOrFormer } from '#lib/members/former.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatMoment } from '#lib/text/dates.ts';
import type { RoundChange, RoundState } from './views.ts';

/** The way of a round that goes well, in order. */
export const STEPS = ['draft', 'open', 'closed', 'ordered', 'delivered', 'settled'] as const;

/** The name of a step as something that was done. */
export function stepWords(step: (typeof STEPS)[number]): string {
	switch (step) {
		case 'draft':
			return m.rounds_step_draft();
		case 'open':
			return m.rounds_step_open();
		case 'closed':
			return m.rounds_step_closed();
		case 'ordered':
			return m.rounds_step_ordered();
		case 'delivered':
			return m.rounds_step_delivered();
		case 'settled':
			return m.rounds_step_settled();
	}
}

/** One line of what happened: who did what; "by itself" where it was the clock. */
export function changeWords(
	change: RoundChange,
	now: Date,
	timeZone: string
): { text: string; more: string | null } {
	const clock = change.detail.by === 'deadline';
	const by = change.by === null ? m.rounds_change_someone() : nameOrFormer(change.by);
	const { reason, closesAt } = change.detail;
	let more: string | null = null;
	if (reason) more = m.rounds_change_reason({ reason });
	if (closesAt) more = m.rounds_change_until({ when: formatMoment(closesAt, now, timeZone) });
	return { text: sentence(change.from, change.to, by, clock, Boolean(change.detail.copyOf)), more };
}

function sentence(
	from: RoundState | null,
	to: RoundState,
	by: string,
	clock: boolean,
	copy: boolean
): string {
	switch (to) {
		case 'draft':
			return copy ? m.rounds_change_copied({ by }) : m.rounds_change_prepared({ by });
		case 'open':
			return from === 'closed' ? m.rounds_change_reopened({ by }) : m.rounds_change_opened({ by });
		case 'closed':
			return clock ? m.rounds_change_closed_clock() : m.rounds_change_closed({ by });
		case 'ordered':
			return clock ? m.rounds_change_ordered_clock() : m.rounds_change_ordered({ by });
		case 'delivered':
			return from === 'settled'
				? m.rounds_change_unsettled({ by })
				: m.rounds_change_delivered({ by });
		case 'settled':
			return m.rounds_change_settled({ by });
		case 'cancelled':
			return m.rounds_change_cancelled({ by });
	}
}
