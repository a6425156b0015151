import { expect, it } from 'vitest';
import { readFloor } from './floor.ts';

it.each([
	[0, ['0', 'RDC', 'rdc', 'R.D.C.', 'Rez-de-chaussée', 'Ground floor', 'G', '0.0']],
	[1, ['1', '1er', '1er étage', '1ER ETAGE', 'Étage 1', '1st floor', '01', '1,0']],
	[2, ['2', '2e', '2ème', '2eme étage', 'Niveau 2', '2nd']],
	[12, ['12', '12e étage']],
	[-1, ['-1', 'sous-sol', 'Sous-Sol', 'S1', '1er sous-sol', 'Basement']],
	[-2, ['-2', '2e sous-sol', 'Sous-sol 2']],
	[null, ['haut', '1,5', '61', '-6', '1 et 2', 'A', '1e2', '0x1f', 'Infinity']]
] as const)('reads %s', (floor, texts) => {
	for (const text of texts) expect([text, readFloor(text)]).toEqual([text, floor]);
});
