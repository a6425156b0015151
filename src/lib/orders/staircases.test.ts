import { expect, it } from 'vitest';
import { byStaircase } from './staircases.ts';

it('groups doors by building and staircase and keeps their order', () => {
	const door = (building: string, staircase: string, name: string) => ({
		building,
		staircase,
		name
	});
	const groups = byStaircase([
		door('', 'A', '01'),
		door('', 'A', '02'),
		door('Tour', 'A', '11'),
		door('Tour', 'B', '12')
	]);
	expect(groups.map(({ key, rows }) => [key, rows.map(({ name }) => name)])).toEqual([
		['A', ['01', '02']],
		['Tour A', ['11']],
		['Tour B', ['12']]
	]);
});
