import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped } from 'fflate';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { DATE_CELL, peopleXlsx, readXlsx } from './xlsx.server.ts';

overwriteGetLocale(() => 'fr');

const SHEET = 'xl/worksheets/sheet1.xml';
const person = {
	building: '',
	staircase: 'A',
	floor: 1,
	door: '01',
	name: 'X',
	email: '',
	phone: ''
};

/** A workbook of ours with another sheet in it. */
async function workbook(change: (parts: Unzipped) => void): Promise<Uint8Array> {
	const parts = unzipSync(await peopleXlsx([person], 'Voisins'));
	change(parts);
	return zipSync(parts);
}
const withCells = (cells: string) =>
	workbook((parts) => {
		const sheet = strFromU8(parts[SHEET] ?? new Uint8Array());
		parts[SHEET] = strToU8(
			sheet.replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${cells}</sheetData>`)
		);
	});

describe('readXlsx', () => {
	it('reads what formulas came to, and runs none', async () => {
		const row =
			'<row r="1"><c r="A1" t="str"><f>UPPER("b")</f><v>B</v></c><c r="B1"><f>6*2</f><v>12</v></c></row>';
		expect(await readXlsx(await withCells(row))).toEqual([['B', '12']]);
	});

	it('tells a date from what was typed', async () => {
		const row = '<row r="1"><c r="A1" t="d"><v>2026-02-01T00:00:00.000Z</v></c></row>';
		expect(await readXlsx(await withCells(row))).toEqual([[DATE_CELL]]);
	});

	it.each([
		['a cell at the end of the world', '<row r="1"><c r="XFD1"><v>1</v></c></row>'],
		['a row at the end of the world', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'],
		['an empty row there', '<row r="1048576"/>'],
		['a cell far below its row', "<row r='1'><c s='0' r = 'A999999'><v>1</v></c></row>"]
	])('refuses %s', async (_, cells) => {
		await expect(readXlsx(await withCells(cells))).rejects.toMatchObject({ reason: 'too_large' });
	});

	it('refuses an archive that unpacks into more than a list can need', async () => {
		const bomb = await workbook((parts) => {
			parts['xl/sharedStrings.xml'] = new Uint8Array(40 * 1024 * 1024);
		});
		expect(bomb.length).toBeLessThan(100_000);
		await expect(readXlsx(bomb)).rejects.toMatchObject({ reason: 'too_large' });
	});

	it('gives a part no more room than it asks for: one that lies about its size is cut', async () => {
		const bomb = await workbook((parts) => {
			parts['xl/sharedStrings.xml'] = new Uint8Array(40 * 1024 * 1024);
		});
		// The size unpacked, in the directory and before the part itself.
		const lie = Buffer.from(bomb);
		const real = Buffer.alloc(4);
		real.writeUInt32LE(40 * 1024 * 1024);
		for (let at = lie.indexOf(real); at >= 0; at = lie.indexOf(real, at))
			lie.writeUInt32LE(1_000, at);
		const before = process.memoryUsage().arrayBuffers;
		await expect(readXlsx(lie)).rejects.toMatchObject({ reason: 'unreadable' });
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * 1024 * 1024);
	});

	it('refuses an archive of very many parts', async () => {
		const many = await workbook((parts) => {
			for (let n = 0; n < 300; n++) parts[`xl/x${n}.xml`] = new Uint8Array(1);
		});
		await expect(readXlsx(many)).rejects.toMatchObject({ reason: 'too_large' });
	});
});
