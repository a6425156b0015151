import Papa from 'papaparse';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { sheetCsv } from './csv.ts';
import { exampleSheet } from './example.ts';
import { sheetFileName } from './file-name.ts';
import { producerAnswer } from './schema.ts';
import { sheetStatus, shortLines } from './status.ts';
import { isToken, sheetAddress } from './token.ts';
import type { StaffSheet } from './views.ts';

beforeEach(() => overwriteGetLocale(() => 'fr'));

/** The example with the name of its first product changed. */
function named(name: string) {
	const sheet = exampleSheet();
	const [first, ...others] = sheet.lines;
	if (!first) throw new Error('The example has no line.');
	return { ...sheet, lines: [{ ...first, name }, ...others] };
}

describe('sheetCsv', () => {
	it('is what a French spreadsheet opens: mark, semicolons, decimal commas', () => {
		const [header, carrots, eggs, end] = sheetCsv(exampleSheet()).split('\r\n');
		expect(header).toBe('\uFEFFProduit;Quantité;Unité;Prix;Montant;Foyers;Annoncé');
		expect(carrots).toBe('Carottes;1013,5;kilo;1,81;1834,45;10;');
		expect(eggs).toBe('Œufs;54;pièce;0,48;25,92;9;');
		expect(end).toBe('');
	});

	it('is what an English one opens', () => {
		overwriteGetLocale(() => 'en');
		expect(sheetCsv(exampleSheet()).split('\r\n')[1]).toBe('Carottes,1013.5,kilo,1.81,1834.45,10,');
	});

	it.each(['=1+1', '+33', '-1', '@SUM(A1)', '\tcmd', '\rcmd'])('never lets %j run', (name) => {
		const { data } = Papa.parse<string[]>(sheetCsv(named(name)), { delimiter: ';' });
		expect(data[1]?.[0]).toBe(`'${name}`);
	});

	it('keeps quotes, semicolons and line breaks inside their cell', () => {
		const name = 'Pommes "Reinette"; de\nPicardie';
		const { data } = Papa.parse<string[]>(sheetCsv(named(name)), { delimiter: ';' });
		expect(data[1]?.[0]).toBe(name);
		expect(data[1]).toHaveLength(7);
	});
});

describe('sheetFileName', () => {
	it('has no accent, quote or path', () => {
		expect(sheetFileName(exampleSheet(), 'bon de commande', 'pdf')).toBe(
			'bon-de-commande-legumes-de-la-ferme-2026-11-28.pdf'
		);
		const odd = { round: '../"Œufs"\r\nX: 1', deliveryOn: '2026-11-28' };
		expect(sheetFileName(odd, 'bon', 'csv')).toBe('bon-oeufs-x-1-2026-11-28.csv');
	});
});

describe('producerAnswer', () => {
	const offer = '0ffe0000-0000-4000-8000-000000000001';
	const parse = async (quantity: string, note = '') => {
		const data = new FormData();
		data.set(`quantity.${offer}`, quantity);
		data.set('note', note);
		return parseForm(producerAnswer, data);
	};

	it('reads a comma and a word', async () => {
		expect(await parse('1,5', ' gel ')).toMatchObject({
			ok: true,
			value: { lines: [{ offer, quantity: 1.5 }], note: 'gel' }
		});
	});

	it.each(['', 'douze', '-3'])('refuses %j beside its line and keeps it', async (text) => {
		expect(await parse(text)).toMatchObject({
			ok: false,
			values: { [`quantity.${offer}`]: text },
			issues: { [`quantity.${offer}`]: expect.stringContaining('quantité') }
		});
	});

	it('refuses a word of more than 500 signs', async () => {
		expect(await parse('1', 'x'.repeat(501))).toMatchObject({
			ok: false,
			issues: { note: expect.any(String) }
		});
	});
});

describe('sheetStatus', () => {
	const at = '2026-11-25T17:01:00+00:00';
	const mail = { to: 'f@exemple.invalid', attempts: 1, sent: false, givenUp: false, nextAt: at };
	const staff = (more: Partial<StaffSheet>): StaffSheet => ({
		...exampleSheet(),
		sentAt: null,
		failedAt: null,
		revokedAt: null,
		mail: null,
		...more
	});

	it('follows the sheet from its making to the answer', () => {
		expect(sheetStatus(staff({ state: 'closed' }))).toBe('waiting');
		expect(sheetStatus(staff({}))).toBe('by_hand');
		expect(sheetStatus(staff({ mail }))).toBe('leaving');
		expect(sheetStatus(staff({ mail, failedAt: at }))).toBe('failed');
		expect(sheetStatus(staff({ mail: { ...mail, givenUp: true } }))).toBe('failed');
		expect(sheetStatus(staff({ mail: { ...mail, sent: true }, sentAt: at }))).toBe('sent');
		expect(sheetStatus(staff({ sentAt: at, readAt: at }))).toBe('read');
		expect(sheetStatus(staff({ readAt: at, answeredAt: at }))).toBe('answered');
	});

	it('lists what comes short, and nothing that was not answered', () => {
		const sheet = staff({});
		expect(shortLines(sheet)).toEqual([]);
		const [first, second] = sheet.lines;
		if (!first || !second) throw new Error('The example has two lines.');
		const answered = [
			{ ...first, answeredQuantity: 12 },
			{ ...second, answeredQuantity: second.quantity }
		];
		expect(shortLines({ lines: answered }).map(({ name }) => name)).toEqual(['Carottes']);
	});
});

describe('token', () => {
	it('is 64 hexadecimal digits, nothing else', () => {
		const { token } = exampleSheet();
		expect(isToken(token)).toBe(true);
		expect(isToken(`${token}0`)).toBe(false);
		expect(isToken("' or true --")).toBe(false);
		expect(sheetAddress('https://palier.example', token)).toBe(`https://palier.example/s/${token}`);
	});
});
