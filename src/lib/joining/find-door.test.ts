import { expect, it } from 'vitest';
import { findDoor } from './find-door.ts';

const doors = [
	{ id: 'a01', building: '', label: 'A 01' },
	{ id: 'b12', building: '', label: 'B 12' },
	{ id: 'b101', building: '', label: 'B 101' },
	{ id: 'north', building: 'Bât. Nord', label: 'Bât. Nord C 4' },
	{ id: 'south', building: 'Bât. Sud', label: 'Bât. Sud C 4' },
	{ id: 'bis', building: 'Bât. Sud', label: 'Bât. Sud C 4 bis' }
];

it.each([
	['B 12', 'b12'],
	[' b-12 ', 'b12'],
	['B\u00a012', 'b12'],
	['a1', 'a01'],
	['A 001', 'a01'],
	['B 101', 'b101'],
	['bat nord c4', 'north'],
	['C 4 bis', 'bis'],
	// Two buildings have that door.
	['C 4', null],
	['B 11', null],
	['12', null],
	['', null],
	[' - ', null]
])('%j is %s', (typed, id) => {
	expect(findDoor(doors, typed)).toBe(id);
});
