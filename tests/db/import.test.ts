import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence, type Residence } from './residence.ts';

const DOORS = 12;
// What a slow moment between comparing and writing does.
const COMPARED = 'v_plan := private.import_plan(p_residence, v_import.rows);';
const SLOW: [string, string] = [COMPARED, `${COMPARED} perform pg_sleep(0.3);`];
const LOCKS: [string, string][] = [
	['perform from public.residences where id = p_residence for no key update;', ''],
	[
		'perform from public.households where residence_id = p_residence order by id for no key update;',
		''
	],
	[
		"and role in ('tenant', 'relay') order by id for no key update;",
		"and role in ('tenant', 'relay') order by id;"
	]
];

type Line = { staircase: string; floor: number; door: string; name: string; email?: string };

describe('two caretakers import at once', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(4);
		residence = await arrangeResidence(crowd.sql, DOORS, [null]);
	});
	afterEach(() => crowd.stop());

	/** Each has chosen a file and looked at what it would do; answers their yes. */
	async function look(user: string, lines: Line[]): Promise<Act> {
		const rows = lines.map((line, index) => ({
			row: index + 2,
			building: '',
			email: '',
			phone: '',
			...line
		}));
		const args = [residence.id, 'liste.csv', rows, []];
		answersOf([await crowd.act({ user, call: 'stage_import', args })]);
		const shown = await crowd.act({ user, call: 'page_import', args: [residence.id] });
		const { draft } = JSON.parse(answersOf([shown])[0] ?? '');
		return { user, call: 'apply_import', args: [residence.id, draft.id, draft.shown] };
	}

	const newcomers = (staircase: string): Line[] =>
		Array.from({ length: DOORS }, (_, index) => ({
			staircase,
			floor: 0,
			door: String(index + 1),
			name: `Nouvelle ${index + 1}`
		}));

	async function countNewcomers(): Promise<number> {
		const [found] =
			await crowd.sql`select count(*)::int as n from public.members where name like 'Nouvelle %'`;
		return Number(found?.n);
	}

	it.each([
		['people behind doors that exist', 'A'],
		['doors and people', 'Z']
	])('the same list of %s: one writes it, the other is told', async (_, staircase) => {
		await crowd.alter('apply_import', SLOW);
		const [first, second] = residence.caretakers;
		const acts = [
			await look(first, newcomers(staircase)),
			await look(second, newcomers(staircase))
		];
		const outcomes = await crowd.together(acts);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(refusalsOf(outcomes)).toEqual(['import_changed']);
		expect(await countNewcomers()).toBe(DOORS);
	});

	it('would write everybody twice without its locks: this test can fail', async () => {
		await crowd.alter('apply_import', SLOW, ...LOCKS);
		const [first, second] = residence.caretakers;
		const acts = [await look(first, newcomers('A')), await look(second, newcomers('A'))];
		expect(answersOf(await crowd.together(acts))).toHaveLength(2);
		expect(await countNewcomers()).toBe(2 * DOORS);
	});

	it('lists that have nothing in common are both written', async () => {
		const [first, second] = residence.caretakers;
		const acts = [await look(first, newcomers('Y')), await look(second, newcomers('Z'))];
		const outcomes = await crowd.together(acts);
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(await countNewcomers()).toBe(2 * DOORS);
	});

	it('one yes, sent four times at once, is one', async () => {
		const [user] = residence.caretakers;
		const act = await look(user, newcomers('Z'));
		const outcomes = await crowd.together([act, act, act, act]);
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(new Set(answersOf(outcomes)).size).toBe(1);
		expect(await countNewcomers()).toBe(DOORS);
	});

	it('nobody is lost or locked out who moves in and out meanwhile', async () => {
		await crowd.alter('apply_import', SLOW);
		const [first, second] = residence.caretakers;
		const act = await look(first, newcomers('A'));
		const [leaver] = await crowd.sql`select id from public.members
			where residence_id = ${residence.id} and role = 'tenant' order by id limit 1`;
		const outcomes = await crowd.together([
			act,
			{ user: second, call: 'end_member', args: [residence.id, leaver?.id] },
			{
				user: second,
				call: 'save_member',
				args: [residence.id, null, residence.doors[0]?.household, 'Zoé', null, null]
			}
		]);
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(await countNewcomers()).toBe(DOORS);
	});

	it('two thousand rows are compared and written while somebody waits', async () => {
		const [user] = residence.caretakers;
		const lines = Array.from({ length: 2_000 }, (_, index) => ({
			staircase: `S${index % 40}`,
			floor: 1,
			door: String(Math.floor(index / 80)),
			name: `Nouvelle ${index}`,
			email: `n${index}@tests.invalid`
		}));
		const write = async () => {
			const started = Date.now();
			const answers = answersOf([await crowd.act(await look(user, lines))]);
			return { answer: JSON.parse(answers[0] ?? ''), ms: Date.now() - started };
		};
		const first = await write();
		expect(first.answer).toEqual({ doors: 1_000, added: 2_000, changed: 0 });
		const again = await write();
		expect(again.answer).toEqual({ doors: 0, added: 0, changed: 0 });
		console.log(first.ms, again.ms);
		expect(Math.max(first.ms, again.ms)).toBeLessThan(10_000);
	});
});
