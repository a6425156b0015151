import { expect, it } from 'vitest';
import { nameDoor } from './door-name.ts';

it.each([
	['B 12', 'B\u00a012'],
	['Bâtiment 2 B 12', 'Bâtiment 2 B\u00a012'],
	['Pavillon', 'Pavillon']
])('keeps staircase and door of %j together', (label, name) => {
	expect(nameDoor(label)).toBe(name);
});
