import type { Content } from 'pdfmake/interfaces.js';
import { m } from '#lib/paraglide/messages.js';
import { INK, LEAF, LEAF_SOFT, makePdf, SOFT } from '#lib/server/pdf.ts';
import { formatDate, wallClock } from '#lib/text/dates.ts';
import { spacedCode } from './code.ts';

export type Poster = {
	residence: string;
	lodgePhone: string;
	/** Six letters, as they are kept. */
	code: string;
	/** What the QR code opens. */
	link: string;
	/** Where one types the code, for people to read. */
	site: string;
};

/** A4 is read from the stairs; A5 is half of everything, for the notice board. */
const SCALE = { A4: 1, A5: 0.7 } as const;

/**
 * The poster of the hall: how one gets in, with a phone or without.
 *
 * @param size paper to print on
 */
export function posterPdf(poster: Poster, size: keyof typeof SCALE): Promise<Buffer> {
	const pt = (points: number) => points * SCALE[size];
	const step = (number: string, text: string, extra: Content[] = []): Content => ({
		columnGap: pt(16),
		margin: [0, 0, 0, pt(10)],
		columns: [
			{ width: pt(34), text: number, fontSize: pt(34), bold: true, color: LEAF, lineHeight: 1 },
			{ width: '*', margin: [0, pt(6), 0, 0], stack: [{ text, fontSize: pt(22) }, ...extra] }
		]
	});
	return makePdf({
		pageSize: size,
		pageMargins: [pt(52), pt(44), pt(52), pt(36)],
		info: { title: m.poster_title({ residence: poster.residence }), author: poster.residence },
		content: [
			{ text: m.poster_residence({ residence: poster.residence }), fontSize: pt(20), bold: true },
			{
				text: m.poster_heading(),
				fontSize: pt(47),
				bold: true,
				color: LEAF,
				lineHeight: 1.05,
				margin: [0, pt(16), 0, pt(10)]
			},
			{ text: m.poster_why(), fontSize: pt(21), margin: [0, 0, 0, pt(20)] },
			step('1', m.poster_scan()),
			{
				columnGap: pt(26),
				margin: [pt(50), 0, 0, pt(12)],
				columns: [
					{ width: pt(172), qr: poster.link, fit: pt(172), eccLevel: 'M', foreground: INK },
					{
						width: '*',
						margin: [0, pt(12), 0, 0],
						stack: [
							{ text: m.poster_or(), fontSize: pt(17), color: SOFT },
							{ text: poster.site, fontSize: pt(19), bold: true, margin: [0, pt(2), 0, pt(10)] },
							{ text: m.poster_code(), fontSize: pt(17), color: SOFT },
							{
								text: spacedCode(poster.code),
								fontSize: pt(40),
								bold: true,
								characterSpacing: pt(3),
								noWrap: true
							}
						]
					}
				]
			},
			step('2', m.poster_name()),
			step('3', m.poster_wait()),
			withoutPhone(poster, pt)
		]
	});
}

/** Nobody is left out: the lodge does it all on paper and by voice. */
function withoutPhone({ lodgePhone }: Poster, pt: (points: number) => number): Content {
	return {
		margin: [0, pt(12), 0, 0],
		layout: {
			hLineWidth: () => 0,
			vLineWidth: () => 0,
			paddingLeft: () => pt(22),
			paddingRight: () => pt(22),
			paddingTop: () => pt(14),
			paddingBottom: () => pt(12)
		},
		table: {
			widths: ['*'],
			dontBreakRows: true,
			body: [
				[
					{
						fillColor: LEAF_SOFT,
						stack: [
							{ text: m.poster_no_phone(), fontSize: pt(22), bold: true },
							{ text: m.poster_no_phone_text(), fontSize: pt(19) },
							...(lodgePhone ? [{ text: lodgePhone, fontSize: pt(30), bold: true }] : [])
						]
					}
				]
			]
		}
	};
}

export type Letter = { label: string; token: string; code: string; expiresAt: string };
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
		pageMargins: [62, 56, 62, 50],
		defaultStyle: { fontSize: 16, lineHeight: 1.35 },
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
			columns: [
				{ text: m.poster_residence({ residence: name }), bold: true },
				{ text: letter.label, bold: true, fontSize: 22, alignment: 'right', width: 'auto' }
			]
		},
		{
			text: m.letters_heading(),
			fontSize: 34,
			bold: true,
			color: LEAF,
			lineHeight: 1.1,
			margin: [0, 30, 0, 12]
		},
		{ text: m.letters_why(), fontSize: 18, margin: [0, 0, 0, 22] },
		{ text: m.letters_with_phone(), bold: true, fontSize: 19, margin: [0, 0, 0, 10] },
		{
			columnGap: 26,
			margin: [0, 0, 0, 20],
			columns: [
				{ width: 170, qr: link, fit: 170, eccLevel: 'M', foreground: INK },
				{
					width: '*',
					margin: [0, 8, 0, 0],
					stack: [
						{ text: m.letters_scan() },
						{ text: m.letters_or({ site }), margin: [0, 8, 0, 0] },
						{
							text: spacedCode(letter.code),
							fontSize: 25,
							bold: true,
							characterSpacing: 1.5,
							noWrap: true
						}
					]
				}
			]
		},
		{ text: m.letters_no_password(), margin: [0, 0, 0, 20] },
		{ text: m.poster_no_phone(), bold: true, fontSize: 19 },
		{ text: m.letters_no_phone_text() },
		...(lodgePhone ? [{ text: lodgePhone, fontSize: 24, bold: true }] : []),
		{
			text: m.letters_small({ count: batch.mostUses, until }),
			fontSize: 13,
			color: SOFT,
			margin: [0, 26, 0, 0]
		}
	];
}
