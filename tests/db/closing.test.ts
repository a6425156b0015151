import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import {
	arrangeResidence,
	doorOf,
	offerOf,
	placing,
	PRICE_CENTS,
	type Residence
} from './residence.ts';

const DOORS = 30;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const LOCK = 'select * into v_round from public.rounds where id = p_round for update;';

describe('closing a round', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(DOORS + 2);
		residence = await arrangeResidence(crowd.sql, DOORS, [null]);
	});
	afterEach(() => crowd.stop());

	const order = (index: number) =>
		placing(residence, doorOf(residence, index), [
			{ offer: offerOf(residence, 0), quantity: index + 1 }
		]);
	const close = (caretaker: number): Act => ({
		user: residence.caretakers[caretaker % 2] ?? '',
		call: 'close_round',
		args: [residence.round, true]
	});

	async function closings() {
		const [found] = await crowd.sql`select
			(select count(*)::int from public.sheets) as sheets,
			(select count(*)::int from public.ledger_entries) as charges,
			(select count(*)::int from private.mails) as mails,
			(select count(*)::int from public.round_changes where to_state = 'closed') as changes`;
		return found;
	}

	it('happens once, though two caretakers tap ten times at once', async () => {
		for (let index = 0; index < 5; index++) await crowd.act(order(index));
		const outcomes = await crowd.together(Array.from({ length: 20 }, (_, index) => close(index)));
		expect(answersOf(outcomes)).toEqual(Array(20).fill('ordered'));
		expect(await closings()).toEqual({ sheets: 1, charges: 5, mails: 1, changes: 1 });
	});

	it('would stumble over itself without the lock: this test can fail', async () => {
		for (let index = 0; index < 5; index++) await crowd.act(order(index));
		await crowd.alter('lock_round', [LOCK, LOCK.replace(' for update', '')]);
		await crowd.alter('close_round', [
			'perform private.close_locked',
			'perform pg_sleep(0.1); perform private.close_locked'
		]);
		const outcomes = await crowd.together(Array.from({ length: 20 }, (_, index) => close(index)));
		// The last guard, the unique index on live sheets, shows as an error that nobody wrote a sentence for.
		expect(refusalsOf(outcomes)).toEqual(Array(19).fill('23505'));
	});

	it('happens once, though the clock and the caretakers meet', async () => {
		await crowd.act(order(0));
		await crowd.sql`update public.rounds set closes_at = now() - interval '1 second'`;
		const outcomes = await crowd.together([
			...Array.from({ length: 8 }, (): Act => ({
				user: 'worker',
				call: 'close_due_rounds',
				args: []
			})),
			close(0),
			close(1)
		]);
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(await closings()).toEqual({ sheets: 1, charges: 1, mails: 1, changes: 1 });
	});

	/** Five people order before, five after, and twenty, a millisecond apart, while the caretaker closes. */
	async function rush() {
		const acts = Array.from({ length: DOORS }, (_, index) => order(index));
		const outcomes = await Promise.all(acts.slice(0, 5).map(crowd.act));
		const racing = acts.slice(5, 25).map(async (act, index) => {
			await pause(2 * index);
			return crowd.act(act);
		});
		await pause(15);
		await crowd.act(close(0));
		outcomes.push(...(await Promise.all(racing)));
		outcomes.push(...(await Promise.all(acts.slice(25).map(crowd.act))));
		const inTime = outcomes.flatMap((outcome, index) => ('answer' in outcome ? [index] : []));
		const [sheet] =
			await crowd.sql`select s.orders_count, s.total_cents::int, coalesce(sum(l.quantity), 0)::int as pieces
			from public.sheets s left join public.sheet_lines l on l.sheet_id = s.id
			where s.superseded_at is null group by s.id`;
		const [owed] =
			await crowd.sql`select coalesce(sum(amount_cents), 0)::int as cents from public.ledger_entries`;
		const pieces = inTime.reduce((sum, index) => sum + index + 1, 0);
		return {
			late: refusalsOf(outcomes),
			sheet: { ...sheet },
			owed: owed?.cents,
			acknowledged: { orders_count: inTime.length, total_cents: pieces * PRICE_CENTS, pieces }
		};
	}

	it('has every acknowledged order in the sheet, and none after', async () => {
		// Who comes first is chance: a few rounds see both sides of it.
		for (let turn = 0; turn < 6; turn++) {
			residence = await arrangeResidence(crowd.sql, DOORS, [null]);
			const { late, sheet, owed, acknowledged } = await rush();
			expect(sheet).toEqual(acknowledged);
			expect(owed).toBe(acknowledged.total_cents);
			expect(late.length).toBeGreaterThanOrEqual(5);
			expect(new Set(late)).toEqual(new Set(['deadline_passed']));
			await crowd.sql`truncate public.ledger_entries, public.sheets cascade`;
		}
	});

	it('waits for orders on their way, and those after it are late', async () => {
		await crowd.alter('place_order', ['if v_new then', 'perform pg_sleep(0.5); if v_new then']);
		const early = Array.from({ length: 10 }, (_, index) => crowd.act(order(index)));
		await pause(250);
		const closing = crowd.act(close(0));
		await pause(100);
		const late = Array.from({ length: 10 }, (_, index) => crowd.act(order(10 + index)));
		expect(answersOf(await Promise.all(early))).toHaveLength(10);
		expect(answersOf([await closing])).toEqual(['ordered']);
		const outcomes = await Promise.all(late);
		const [sheet] = await crowd.sql`select orders_count from public.sheets`;
		expect(sheet?.orders_count).toBe(10 + answersOf(outcomes).length);
		expect(new Set(refusalsOf(outcomes)).difference(new Set(['deadline_passed'])).size).toBe(0);
	});

	it('would lose orders on their way without the lock: this test can fail', async () => {
		const shared = 'where id = p_round for share;';
		await crowd.alter('lock_open_round', [shared, shared.replace(' for share', '')]);
		await crowd.alter('place_order', ['if v_new then', 'perform pg_sleep(0.3); if v_new then']);
		const early = Array.from({ length: 10 }, (_, index) => crowd.act(order(index)));
		await pause(150);
		await crowd.act(close(0));
		const acknowledged = answersOf(await Promise.all(early)).length;
		const [sheet] = await crowd.sql`select orders_count from public.sheets`;
		expect(sheet?.orders_count).toBeLessThan(acknowledged);
	});
});
