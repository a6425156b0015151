import { zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { peopleCsv } from './csv.ts';
import { readFileField, type ReadFile } from './file.server.ts';
import type { ExportedPeople } from './views.ts';
import { peopleXlsx } from './xlsx.server.ts';

beforeEach(() => overwriteGetLocale(() => 'fr'));

function field(content: string | Uint8Array, name = 'liste.csv') {
	const data = new FormData();
	data.append('file', new File([content as Uint8Array<ArrayBuffer>], name));
	return readFileField(data, 'file');
}
async function read(content: string | Uint8Array): Promise<ReadFile> {
	const result = await field(content);
	if (!result.ok) throw new Error(result.sentence);
	return result.value;
}
async function sentence(content: string | Uint8Array): Promise<string> {
	const result = await field(content);
	return result.ok ? 'it was read' : result.sentence;
}

/** People whose names and numbers a spreadsheet would run, cut or round. */
const people: ExportedPeople['rows'] = [
	['', 'A', 0, '01', 'Odile Renard', 'odile@exemple.fr', '+33 6 11 22 33 44'],
	['', 'A', 0, '1-2', '=HYPERLINK("http://x";"y")', '', '06 11 22 33 44'],
	['Bât; "Les, Pins"', 'B', -1, '007', '@moi', '', ''],
	['', 'B', 2, '-3', '-Jean', '', ''],
	['', 'B', 2, "'quoted", "'=x", '', ''],
	['', 'B', 2, '1e5', "''@y", '', ''],
	['', 'B', 2, 'TRUE', 'Zoé  Œuvrard\u00a0Ågård', '', ''],
	['', 'C', 3, '31', '', '', '']
].map(([building, staircase, floor, door, name, email, phone]) => ({
	building: String(building),
	staircase: String(staircase),
	floor: Number(floor),
	door: String(door),
	name: String(name),
	email: String(email),
	phone: String(phone)
}));
const withoutRow = ({ rows }: ReadFile) => rows.map(({ row: _row, ...person }) => person);

describe('what is exported and read again', () => {
	it.each(['fr', 'en'] as const)('is the same, as CSV in %s', async (locale) => {
		overwriteGetLocale(() => locale);
		const file = await read(peopleCsv(people));
		expect(file.problems).toEqual([]);
		expect(withoutRow(file)).toEqual(people);
	});

	it('is the same as a workbook', async () => {
		const file = await read(await peopleXlsx(people, 'Voisins'));
		expect(file.problems).toEqual([]);
		expect(withoutRow(file)).toEqual(people);
	});

	it('has no cell that a spreadsheet would run', () => {
		const csv = peopleCsv(people);
		expect(csv.startsWith('\uFEFFBâtiment;Escalier;')).toBe(true);
		const cells = csv
			.slice(1)
			.split(/\r\n|;/)
			.map((cell) => cell.replace(/^"/, ''));
		expect(cells.filter((cell) => /^[=+@\t\r]|^-(?!1$)/.test(cell))).toEqual([]);
	});
});

describe('readFileField', () => {
	it.each([
		['semicolons', 'Escalier;Porte;Nom\nB;12;Odile, dite Dodo\n'],
		['commas', 'Escalier,Porte,Nom\nB,12,"Odile, dite Dodo"\n'],
		['tabs', 'Escalier\tPorte\tNom\nB\t12\tOdile, dite Dodo\n'],
		['ends of lines of old Macs', 'Escalier;Porte;Nom\rB;12;Odile, dite Dodo\r'],
		['a first line of Excel', 'sep=;\r\nEscalier;Porte;Nom\r\nB;12;Odile, dite Dodo\r\n']
	])('reads %s', async (_, text) => {
		expect(withoutRow(await read(text))).toMatchObject([
			{ staircase: 'B', door: '12', name: 'Odile, dite Dodo' }
		]);
	});

	it('says which columns it does not read', async () => {
		const { problems } = await read('Escalier;Porte;Loyer;Surface\nB;12;400;50');
		expect(problems).toEqual([{ row: 1, key: 'ignored', value: 'Loyer, Surface' }]);
	});

	it('keeps the last part of the name of the file', async () => {
		const result = await field('Escalier;Porte\nA;1', 'C:\\Bureau\\liste.csv');
		expect(result).toMatchObject({ value: { fileName: 'liste.csv' } });
	});

	it.each([
		['no file', '', 'Choisissez un fichier'],
		['no headings', 'B;12;Odile', 'Les titres des colonnes manquent'],
		['no door', 'Escalier;Nom\nB;Odile', 'La colonne « Porte » manque'],
		['only headings', 'Escalier;Porte;Nom\n;;\n', 'que des titres'],
		['too many rows', `Escalier;Porte\n${'A;1\n'.repeat(2_001)}`, 'plus de 2 000 lignes'],
		['too much', 'x'.repeat(2 * 1024 * 1024 + 1), 'dépasse 2 Mo'],
		[
			'a picture',
			new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
			'ne se lit pas'
		],
		['an old Excel file', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'ancien Excel'],
		['half a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'ne se lit pas'],
		['another archive', zipSync({ 'a.txt': new Uint8Array(3) }), 'ne se lit pas'],
		[
			'a workbook without a sheet',
			zipSync({ 'xl/workbook.xml': new Uint8Array(3) }),
			'ne se lit pas'
		]
	])('refuses %s', async (_, content, words) => {
		expect((await sentence(content)).replaceAll('\u00a0', ' ')).toContain(words);
	});

	it('takes two thousand rows', async () => {
		const rows = Array.from({ length: 2_000 }, (_, index) => `A;${index};0`).join('\n');
		expect((await read(`Escalier;Porte;Étage\n${rows}`)).rows).toHaveLength(2_000);
	});
});
