import { describe, expect, it } from 'vitest';
import { settleDebt, suggestNotes } from './change.ts';

describe('settleDebt', () => {
	it('takes the exact amount when nothing was typed', () => {
		expect(settleDebt(3120, null, 'cash')).toEqual({
			ok: true,
			amountCents: 3120,
			tenderedCents: null,
			changeCents: 0,
			leftCents: 0
		});
	});

	it('gives change on cash', () => {
		expect(settleDebt(3120, 5000, 'cash')).toEqual({
			ok: true,
			amountCents: 3120,
			tenderedCents: 5000,
			changeCents: 1880,
			leftCents: 0
		});
	});

	it('keeps all of a part payment, by cash or by cheque', () => {
		const part = {
			ok: true,
			amountCents: 2000,
			tenderedCents: null,
			changeCents: 0,
			leftCents: 1120
		};
		expect(settleDebt(3120, 2000, 'cash')).toEqual(part);
		expect(settleDebt(3120, 2000, 'cheque')).toEqual(part);
	});

	it('gives no change on a cheque', () => {
		expect(settleDebt(3120, 3500, 'cheque')).toEqual({ ok: false, reason: 'cheque_too_high' });
	});

	it('takes nothing from who owes nothing, and not zero', () => {
		expect(settleDebt(0, 1000, 'cash')).toEqual({ ok: false, reason: 'nothing_owed' });
		expect(settleDebt(-50, null, 'cash')).toEqual({ ok: false, reason: 'nothing_owed' });
		expect(settleDebt(3120, 0, 'cash')).toEqual({ ok: false, reason: 'nothing_given' });
	});

	it('never loses a cent: what is given is kept or given back', () => {
		for (let owed = 1; owed < 6000; owed += 37) {
			for (const given of [1, owed - 1, owed, owed + 1, 5000, 10_000]) {
				const settled = settleDebt(owed, given, 'cash');
				if (!settled.ok) {
					expect(given).toBe(0);
					continue;
				}
				expect(settled.amountCents + settled.changeCents).toBe(given);
				expect(settled.amountCents + settled.leftCents).toBe(owed);
			}
		}
	});
});

describe('suggestNotes', () => {
	it.each([
		[3120, [3500, 4000, 5000]],
		[710, [1000, 2000, 5000]],
		[1500, [2000, 5000]],
		[6390, [6500, 7000, 8000]]
	])('for %i cents proposes %j', (owed, notes) => {
		expect(suggestNotes(owed)).toEqual(notes);
	});
});
