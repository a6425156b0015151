import { describe, expect, it } from 'vitest';
import { nextAct } from './next-act.ts';
import type { RoundState, RoundView } from './views.ts';

/** Only what the rule looks at. */
function round(
	state: RoundState,
	more: { missing?: boolean; orders?: number; waiting?: number; owed?: number } = {}
) {
	return {
		round: { state } as RoundView,
		minimumMissing: more.missing ?? false,
		handover: {
			orders: more.orders ?? 12,
			waiting: more.waiting ?? 0,
			owedCents: more.owed ?? 0
		}
	};
}

describe('nextAct', () => {
	it.each([
		['draft', 'open'],
		['open', 'close'],
		['closed', 'order'],
		['ordered', 'deliver'],
		['settled', 'none'],
		['cancelled', 'none']
	] as const)('leads a %s round to "%s"', (state, act) => {
		expect(nextAct(round(state))).toBe(act);
	});

	it('asks for a decision below the minimum, once closed', () => {
		expect(nextAct(round('open', { missing: true }))).toBe('close');
		expect(nextAct(round('closed', { missing: true }))).toBe('decide');
	});

	it('does not order nothing', () => {
		expect(nextAct(round('closed', { orders: 0, missing: true }))).toBe('empty');
	});

	it('hands baskets over, then asks for the money, then settles', () => {
		expect(nextAct(round('delivered', { waiting: 3, owed: 500 }))).toBe('pickup');
		expect(nextAct(round('delivered', { owed: 500 }))).toBe('money');
		expect(nextAct(round('delivered', { owed: -50 }))).toBe('money');
		expect(nextAct(round('delivered'))).toBe('settle');
	});
});
