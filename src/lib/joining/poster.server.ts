import type { Content } from 'pdfmake/interfaces.js';
import { m } from '#lib/paraglide/messages.js';
import { INK, LEAF, LEAF_SOFT, makePdf } from '#lib/server/pdf.ts';
import { spacedCode } from './code.ts';
import { mark, residenceTitle } from './paper-parts.ts';
import { strips, STRIPS_HEIGHT } from './strips.ts';

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

/** A5 is read from nearer: on the notice board, beside the letter-boxes. */
const SCALE = { A4: 1, A5: 0.7 } as const;
/** A long name or address is drawn a little smaller until everything stands on one page. */
const SHRINK = [1, 0.95, 0.9, 0.85, 0.8, 0.7];

/**
 * The poster of the hall: how one gets in, with a phone or without, and strips to tear off. What must
 * be read from a metre has 24 points.
 *
 * @param size paper to print on
 */
export async function posterPdf(poster: Poster, size: keyof typeof SCALE): Promise<Buffer> {
	let pdf: Buffer = Buffer.alloc(0);
	for (const shrink of SHRINK) {
		pdf = await drawPoster(poster, size, shrink);
		if (countPages(pdf) === 1) break;
	}
	return pdf;
}

function countPages(pdf: Buffer): number {
	return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
}

function drawPoster(poster: Poster, size: keyof typeof SCALE, shrink: number): Promise<Buffer> {
	const pt = (points: number) => points * SCALE[size] * shrink;
	const step = (number: string, text: string): Content => ({
		columnGap: pt(14),
		margin: [0, 0, 0, pt(6)],
		columns: [
			{ width: pt(28), text: number, fontSize: pt(34), bold: true, color: LEAF, lineHeight: 1 },
			{ width: '*', margin: [0, pt(5), 0, 0], text, fontSize: pt(25), lineHeight: 1.15 }
		]
	});
	const foot = STRIPS_HEIGHT * SCALE[size];
	return makePdf({
		pageSize: size,
		pageMargins: [pt(50), pt(30), pt(50), foot + pt(8)],
		info: { title: m.poster_title({ residence: poster.residence }), author: poster.residence },
		footer: (_page, _count, { width }) => strips(poster, width, SCALE[size]),
		content: [
			{
				columnGap: pt(14),
				columns: [
					{ width: pt(40), svg: mark(), fit: [pt(40), pt(40)] },
					{
						width: '*',
						margin: [0, pt(6), 0, 0],
						text: residenceTitle(poster.residence),
						fontSize: pt(24),
						bold: true
					}
				]
			},
			{
				text: m.poster_heading(),
				fontSize: pt(48),
				bold: true,
				color: LEAF,
				lineHeight: 1.05,
				margin: [0, pt(12), 0, pt(6)]
			},
			{ text: m.poster_why(), fontSize: pt(24), lineHeight: 1.2, margin: [0, 0, 0, pt(16)] },
			step('1', m.poster_scan()),
			{
				columnGap: pt(24),
				margin: [pt(42), 0, 0, pt(12)],
				columns: [
					{ width: pt(196), qr: poster.link, fit: pt(196), eccLevel: 'M', foreground: INK },
					{
						width: '*',
						margin: [0, pt(2), 0, 0],
						stack: [
							{ text: m.poster_or(), fontSize: pt(24) },
							{ text: poster.site, fontSize: pt(24), bold: true, lineHeight: 1.1 },
							{ text: m.poster_code(), fontSize: pt(24), margin: [0, pt(8), 0, 0] },
							{
								text: spacedCode(poster.code),
								fontSize: pt(46),
								bold: true,
								characterSpacing: pt(3),
								lineHeight: 1.1,
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
		margin: [0, pt(6), 0, 0],
		layout: {
			hLineWidth: () => 0,
			vLineWidth: () => 0,
			paddingLeft: () => pt(20),
			paddingRight: () => pt(20),
			paddingTop: () => pt(10),
			paddingBottom: () => pt(8)
		},
		table: {
			widths: ['*'],
			dontBreakRows: true,
			body: [
				[
					{
						fillColor: LEAF_SOFT,
						stack: [
							{
								fontSize: pt(24),
								lineHeight: 1.2,
								text: [{ text: m.poster_no_phone(), bold: true }, ` ${m.poster_no_phone_text()}`]
							},
							...(lodgePhone ? [{ text: lodgePhone, fontSize: pt(32), bold: true }] : [])
						]
					}
				]
			]
		}
	};
}
