import type { RoundAdminPage } from './views.ts';

/** What a caretaker does next with a round. */
export type NextAct =
	| 'open'
	| 'close'
	| 'order'
	| 'decide'
	| 'empty'
	| 'deliver'
	| 'pickup'
	| 'money'
	| 'settle'
	| 'none';

/**
 * The one thing to do now. A round that closed below its minimum wants a decision before it is
 * ordered; one without orders can only be reopened or cancelled.
 */
export function nextAct(
	page: Pick<RoundAdminPage, 'round' | 'minimumMissing' | 'handover'>
): NextAct {
	const { round, minimumMissing, handover } = page;
	switch (round.state) {
		case 'draft':
			return 'open';
		case 'open':
			return 'close';
		case 'closed':
			if (handover.orders === 0) return 'empty';
			return minimumMissing ? 'decide' : 'order';
		case 'ordered':
			return 'deliver';
		case 'delivered':
			if (handover.waiting > 0) return 'pickup';
			return handover.owedCents === 0 ? 'settle' : 'money';
		case 'settled':
		case 'cancelled':
			return 'none';
	}
}
