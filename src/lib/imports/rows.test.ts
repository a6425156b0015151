import { describe, expect, it } from 'vitest';
import { findLayout } from './columns.ts';
import { readRows } from './rows.ts';

const HEAD = ['Bâtiment', 'Escalier', 'Étage', 'Porte', 'Nom', 'E-mail', 'Téléphone'];

function read(...rows: string[][]) {
	const table = [HEAD, ...rows];
	const layout = findLayout(table);
	if (!layout) throw new Error('The headings are not understood.');
	return readRows(table, layout);
}

describe('readRows', () => {
	it('reads a person whole', () => {
		expect(
			read(['', ' B ', '1er', '12', 'Odile Renard ', 'Odile@Exemple.FR', '06 11 22 33 44'])
		).toEqual({
			rows: [
				{
					row: 2,
					building: '',
					staircase: 'B',
					floor: 1,
					door: '12',
					name: 'Odile Renard',
					email: 'odile@exemple.fr',
					phone: '06 11 22 33 44'
				}
			],
			problems: []
		});
	});

	it('counts rows as a spreadsheet does, also behind empty ones', () => {
		const { rows } = read(['', 'A', '', '1', '', '', ''], ['', ' '], [], ['', 'A', '', '2']);
		expect(rows.map(({ row, door, floor }) => [row, door, floor])).toEqual([
			[2, '1', null],
			[5, '2', null]
		]);
	});

	it('gives back what a spreadsheet took away', () => {
		const { rows } = read(['', 'A', '0.0', '12.0', 'X', '', '611223344']);
		expect(rows[0]).toMatchObject({ floor: 0, door: '12', phone: '0611223344' });
	});

	it('puts first names and surnames together', () => {
		const table = [
			['Escalier', 'Porte', 'Nom', 'Prénom'],
			['A', '1', 'Renard', 'Odile'],
			['A', '2', 'Morel', '']
		];
		const layout = findLayout(table);
		const names = layout && readRows(table, layout).rows.map(({ name }) => name);
		expect(names).toEqual(['Odile Renard', 'Morel']);
	});

	it.each([
		['missing', 'staircase', ['', '', '1', '12']],
		['missing', 'door', ['', 'B', '1', '']],
		['too_long', 'name', ['', 'B', '1', '12', 'x'.repeat(81)]],
		['too_long', 'building', ['x'.repeat(41), 'B', '1', '12']],
		['floor_unread', 'floor', ['', 'B', 'en haut', '12']],
		['floor_unread', 'floor', ['', 'B', '99', '12']],
		['email_unread', 'email', ['', 'B', '1', '12', 'X', 'x@y']],
		['email_unread', 'email', ['', 'B', '1', '12', 'X', 'a@x.fr, b@x.fr']],
		['phone_unread', 'phone', ['', 'B', '1', '12', 'X', '', '06 ou 07']],
		['formula_error', 'name', ['', 'B', '1', '12', '#N/A']],
		['formula_error', 'door', ['', 'B', '1', '#REF!']],
		['became_date', 'door', ['', 'B', '1', '\u0001date']],
		['name_missing', 'name', ['', 'B', '1', '12', '', 'x@y.fr']]
	])('says %s of %s', (key, column, cells) => {
		expect(read(cells)).toMatchObject({ rows: [], problems: [{ row: 2, key, column }] });
	});

	it('drops the character that no text of the database may have', () => {
		expect(read(['', 'B', '1', '1\u00002', 'O\0dile']).rows[0]).toMatchObject({
			door: '12',
			name: 'Odile'
		});
	});
});
