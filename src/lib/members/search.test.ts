import { describe, expect, it } from 'vitest';
import { findPeople, groupByStaircase } from './search.ts';
import type { Door } from './views.ts';

describe('findPeople', () => {
	const person = (name: string) =>
		({ id: name, name, role: 'tenant', hasAccount: true, hasPhone: false, shows: null }) as const;
	const door = (staircase: string, number: string, ...names: string[]): Door => ({
		id: staircase + number,
		building: '',
		staircase,
		floor: 1,
		door: number,
		hasOpenOrder: false,
		label: `${staircase} ${number}`,
		members: names.map(person)
	});
	const all = {
		households: [door('A', '12', 'Inès Payet'), door('B', '1', 'Jean-Luc Morel'), door('B', '12')],
		others: [person('Claire Vasseur')]
	};
	const labels = (query: string) => findPeople(all, query).households.map(({ label }) => label);

	it.each([
		['', ['A 12', 'B 1', 'B 12']],
		['b12', ['B 12']],
		['B 1', ['B 1', 'B 12']],
		['12', ['A 12', 'B 12']],
		['ines', ['A 12']],
		['morel jean', ['B 1']],
		['jeanluc', ['B 1']],
		['nobody', []]
	])('%j finds %j', (query, found) => expect(labels(query)).toEqual(found));

	it('finds people without a door', () => {
		expect(findPeople(all, 'vass').others).toHaveLength(1);
		expect(findPeople(all, 'b12').others).toHaveLength(0);
	});

	it('keeps the order of the staircases', () => {
		expect(
			groupByStaircase(all.households).map(({ staircase, doors }) => [staircase, doors.length])
		).toEqual([
			['A', 1],
			['B', 2]
		]);
	});
});
