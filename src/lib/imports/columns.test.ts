import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { COLUMNS, columnName, findLayout } from './columns.ts';

describe('findLayout', () => {
	it.each([
		['as we write it', ['Bâtiment', 'Escalier', 'Étage', 'Porte', 'Nom', 'E-mail', 'Téléphone']],
		['in capitals', ['BATIMENT', 'ESCALIER', 'ETAGE', 'PORTE', 'NOM', 'EMAIL', 'TELEPHONE']],
		['in English', ['Building', 'staircase', 'FLOOR', ' Door ', 'Name', 'E-Mail', 'Phone']],
		['as a landlord does', ['Bât.', 'Cage', 'Niveau', 'N° porte', 'Locataire', 'Courriel', 'Tél.']],
		[
			'with long titles',
			[
				'Immeuble',
				'Entrée',
				'Étage :',
				'Appt',
				'Nom et prénom',
				'Adresse e-mail',
				'N° de téléphone'
			]
		]
	])('understands headings %s', (_, headings) => {
		const layout = findLayout([headings]);
		expect(layout?.unknown).toEqual([]);
		expect(COLUMNS.map((column) => layout?.at[column])).toEqual([0, 1, 2, 3, 4, 5, 6]);
	});

	it('takes columns in any order, under titles, and says which it does not know', () => {
		const layout = findLayout([
			['Liste des locataires', ''],
			['', ''],
			['Loyer', 'Porte', 'Prénom', 'Escalier', 'Nom']
		]);
		expect(layout).toEqual({
			headerRow: 2,
			at: { door: 1, firstName: 2, staircase: 3, name: 4 },
			unknown: ['Loyer']
		});
	});

	it('keeps the first of two columns with one name', () => {
		expect(findLayout([['Escalier', 'Porte', 'Nom', 'Nom']])).toMatchObject({
			at: { name: 2 },
			unknown: ['Nom']
		});
	});

	it.each([[[]], [[['B', '12', 'Odile']]], [[['Nom', 'E-mail']]], [[['Porte']]]])(
		'finds none in %j',
		(table) => {
			expect(findLayout(table)).toBeNull();
		}
	);

	it.each(['fr', 'en'] as const)('understands what we write in %s', (locale) => {
		overwriteGetLocale(() => locale);
		const at = findLayout([COLUMNS.map(columnName)])?.at;
		expect(COLUMNS.map((column) => at?.[column])).toEqual([0, 1, 2, 3, 4, 5, 6]);
	});
});
