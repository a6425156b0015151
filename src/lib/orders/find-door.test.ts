import { describe, expect, it } from 'vitest';
import { findDoors } from './find-door.ts';

const doors = [
	{ label: 'A 01', names: 'Nadia Ferrand' },
	{ label: 'B 1', names: 'Awa Sarr' },
	{ label: 'B 12', names: 'Odile Renard' },
	{ label: 'B 14', names: 'Karim Benali, Inès Marchetti' },
	{ label: 'C 04', names: 'Hélène Lœw' }
];
const found = (query: string) => findDoors(doors, query).map(({ label }) => label);

describe('findDoors', () => {
	it('shows everybody before anything is typed', () => {
		expect(found('  ')).toHaveLength(5);
	});

	it('finds a door in a few keystrokes, itself before those that start like it', () => {
		expect(found('b12')).toEqual(['B 12']);
		expect(found('B 1')).toEqual(['B 1', 'B 12', 'B 14']);
		expect(found('b-14')).toEqual(['B 14']);
	});

	it('finds people by any part of their name, without accents', () => {
		expect(found('ines')).toEqual(['B 14']);
		expect(found('benali k')).toEqual(['B 14']);
		expect(found('HELENE loew')).toEqual(['C 04']);
	});

	it('finds nobody rather than somebody else', () => {
		expect(found('zz')).toEqual([]);
		expect(found('odile b')).toEqual([]);
	});
});
