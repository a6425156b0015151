import type { Content } from 'pdfmake/interfaces.js';
import { nameFloor } from '#lib/members/floors.ts';
import { m } from '#lib/paraglide/messages.js';
import { INK, LEAF, makePdf, SOFT } from '#lib/server/pdf.ts';
import { formatDate, wallClock } from '#lib/text/dates.ts';
import { spacedCode } from './code.ts';
import { mark, residenceTitle } from './paper-parts.ts';

export type Letter = {
	label: string;
	floor: number;
	token: string;
	code: string;
	expiresAt: string;
};
export type LetterBatch = {
	letters: Letter[];
	mostUses: number;
	residence: { name: string; lodgePhone: string; timeZone: string };
};

/**
 * One page for each household, in the order in which they are distributed. Large letters: it is read at
 * a kitchen table.
 *
 * @param linkOf address that a letter's QR code opens
 * @param site where one types the code, for people to read
 */
export function lettersPdf(
	batch: LetterBatch,
	linkOf: (letter: Letter) => string,
	site: string
): Promise<Buffer> {
	const { residence } = batch;
	return makePdf({
		pageSize: 'A4',
		pageMargins: [58, 40, 58, 30],
		defaultStyle: { fontSize: 18, lineHeight: 1.22 },
		info: { title: m.letters_pdf_title({ residence: residence.name }), author: residence.name },
		content: batch.letters.map((letter, index) => ({
			...(index > 0 && { pageBreak: 'before' as const }),
			stack: letterPage(letter, batch, linkOf(letter), site)
		}))
	});
}

function letterPage(letter: Letter, batch: LetterBatch, link: string, site: string): Content[] {
	const { name, lodgePhone, timeZone } = batch.residence;
	const until = formatDate(wallClock(letter.expiresAt, timeZone).date, 'year');
	return [
		{
			columnGap: 12,
			columns: [
				{ width: 34, svg: mark(), fit: [34, 34] },
				{ width: '*', text: residenceTitle(name), bold: true, margin: [0, 5, 0, 0] },
				{
					width: 'auto',
					alignment: 'right',
					stack: [
						{ text: letter.label, bold: true, fontSize: 24, lineHeight: 1.1 },
						{ text: nameFloor(letter.floor), fontSize: 14 }
					]
				}
			]
		},
		{
			text: m.letters_heading(),
			fontSize: 36,
			bold: true,
			color: LEAF,
			lineHeight: 1.1,
			margin: [0, 20, 0, 6]
		},
		{ text: m.letters_why(), margin: [0, 0, 0, 14] },
		{ text: m.letters_with_phone(), bold: true, fontSize: 22, margin: [0, 0, 0, 8] },
		{
			columnGap: 26,
			margin: [0, 0, 0, 16],
			columns: [
				{ width: 196, qr: link, fit: 196, eccLevel: 'M', foreground: INK },
				{
					width: '*',
					stack: [
						{ text: m.letters_scan() },
						{ text: m.letters_or({ site }), margin: [0, 10, 0, 4] },
						{
							text: spacedCode(letter.code),
							fontSize: 28,
							bold: true,
							characterSpacing: 1.2,
							noWrap: true
						}
					]
				}
			]
		},
		{ text: m.letters_no_password(), margin: [0, 0, 0, 14] },
		{ text: m.poster_no_phone(), bold: true, fontSize: 22 },
		{ text: m.letters_no_phone_text() },
		...(lodgePhone ? [{ text: lodgePhone, fontSize: 28, bold: true }] : []),
		{
			text: m.letters_small({ count: batch.mostUses, until }),
			fontSize: 14,
			color: SOFT,
			margin: [0, 14, 0, 0]
		}
	];
}
