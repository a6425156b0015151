import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { m } from '#lib/paraglide/messages.js';
import { INK, LEAF, LEAF_SOFT, LINE, makePdf, SOFT } from '#lib/server/pdf.ts';
import { capitalise, formatDate, formatMoment, formatWindow } from '#lib/text/dates.ts';
import { formatCents } from '#lib/text/money.ts';
import { formatPrice, formatQuantity } from '#lib/text/quantity.ts';
import type { SheetView } from './views.ts';

const MARGIN = 46;

/**
 * The sheet on paper: one product a line, quantities large enough to be read in a shed, the total in
 * a block of its own. In the language of the page.
 *
 * @param link the private address, to answer; left out when nobody knows the public address
 */
export function sheetPdf(sheet: SheetView, link: string | null): Promise<Buffer> {
	return makePdf({
		pageSize: 'A4',
		pageMargins: [MARGIN, MARGIN, MARGIN, 64],
		info: { title: `${m.sheet_title()} · ${sheet.round}`, author: sheet.residence },
		content: [head(sheet, link), lines(sheet), total(sheet), ...lastWords(sheet, link)],
		footer: (page, pages) => ({
			margin: [MARGIN, 16, MARGIN, 0],
			fontSize: 10,
			color: SOFT,
			columns: [
				m.sheet_pdf_footer({ residence: sheet.residence, round: sheet.round }),
				{ text: m.sheet_pdf_page({ page, pages }), alignment: 'right', width: 'auto' }
			]
		})
	});
}

function head(sheet: SheetView, link: string | null): Content {
	const title: Content[] = [
		{ text: sheet.producer, color: SOFT, fontSize: 13 },
		{ text: m.sheet_title(), fontSize: 28, bold: true, lineHeight: 1.1 },
		{ text: sheet.round, fontSize: 18, margin: [0, 0, 0, 12] },
		facts(sheet)
	];
	if (!link) return title;
	return {
		columnGap: 16,
		columns: [
			{ width: '*', stack: title },
			{
				width: 104,
				stack: [
					{ qr: link, fit: 104, foreground: INK },
					{ text: m.sheet_pdf_answer(), bold: true, fontSize: 11, margin: [0, 6, 0, 0] },
					{ text: m.sheet_pdf_answer_how(), fontSize: 9.5, color: SOFT }
				]
			}
		]
	};
}

function facts(sheet: SheetView): Content {
	const day = capitalise(formatDate(sheet.deliveryOn, 'year'));
	const window = formatWindow(sheet.deliveryFrom, sheet.deliveryTo).replace('\u2060', '');
	const where = [sheet.place, sheet.residence, sheet.address].filter(Boolean).join(', ');
	return {
		layout: 'noBorders',
		margin: [0, 0, 0, 18],
		table: {
			widths: ['auto', '*'],
			body: [
				[label(m.sheet_delivery(), 14), { text: `${day}, ${window}`, bold: true, fontSize: 14 }],
				[label(m.sheet_place()), where],
				...(sheet.lodgePhone ? [[label(m.sheet_lodge()), sheet.lodgePhone]] : []),
				[label(m.sheet_made()), formatMade(sheet)]
			]
		}
	};
}

/** When it was drawn up, always with the date: paper has no "yesterday". */
function formatMade(sheet: SheetView): string {
	return formatMoment(sheet.computedAt, new Date(0), sheet.timeZone);
}

function lines(sheet: SheetView): Content {
	const answered = sheet.answeredAt !== null;
	const header: TableCell[] = [
		columnHead(m.sheet_column_product()),
		columnHead(m.sheet_column_quantity()),
		...(answered ? [columnHead(m.sheet_column_answer())] : []),
		columnHead(m.sheet_column_price(), 'right'),
		columnHead(m.sheet_column_amount(), 'right')
	];
	// On the line of the larger letters beside it.
	const figure = {
		alignment: 'right' as const,
		noWrap: true,
		margin: [0, 3, 0, 0] as [number, number, number, number]
	};
	const rows = sheet.lines.map((line): TableCell[] => [
		{
			stack: [
				{ text: line.name, fontSize: 14, bold: true },
				{ text: m.sheet_for_households({ count: line.ordersCount }), fontSize: 10.5, color: SOFT }
			]
		},
		{ text: formatQuantity(line.quantity, line.unit), fontSize: 16, bold: true },
		...(answered ? [{ text: answerOf(line), fontSize: 13, margin: figure.margin }] : []),
		{ text: formatPrice(line.priceCents, line.unit), ...figure },
		{ text: formatCents(line.cents), ...figure }
	]);
	return {
		layout: {
			hLineWidth: (index) => (index === 0 ? 0 : index === 1 ? 1.5 : 0.75),
			hLineColor: (index) => (index === 1 ? INK : LINE),
			vLineWidth: () => 0,
			paddingLeft: (column) => (column === 0 ? 0 : 8),
			paddingRight: (column, node) => (column === (node.table.widths?.length ?? 0) - 1 ? 0 : 8),
			paddingTop: () => 6,
			paddingBottom: () => 3
		},
		table: {
			headerRows: 1,
			dontBreakRows: true,
			widths: ['*', 'auto', ...(answered ? ['auto'] : []), 'auto', 'auto'],
			body: [header, ...rows]
		}
	};
}

function answerOf(line: SheetView['lines'][number]): string {
	return line.answeredQuantity === null ? '' : formatQuantity(line.answeredQuantity, line.unit);
}

function total(sheet: SheetView): Content {
	return {
		margin: [0, 18, 0, 0],
		layout: {
			hLineWidth: () => 0,
			vLineWidth: () => 0,
			paddingLeft: () => 16,
			paddingRight: () => 16,
			paddingTop: () => 12,
			paddingBottom: () => 10
		},
		table: {
			widths: ['*', 'auto'],
			dontBreakRows: true,
			body: [
				[
					{
						stack: [
							{ text: m.sheet_total(), fontSize: 16, bold: true },
							{ text: m.sheet_households({ count: sheet.ordersCount }), fontSize: 11 }
						],
						fillColor: LEAF_SOFT
					},
					{ text: formatCents(sheet.totalCents), fontSize: 26, bold: true, fillColor: LEAF_SOFT }
				]
			]
		}
	};
}

/** The producer's word, when there was one, and the address of the QR code for those who type it. */
function lastWords(sheet: SheetView, link: string | null): Content[] {
	const words: Content[] = [];
	if (sheet.answerNote) {
		const text = m.sheet_note_of({ producer: sheet.producer, note: sheet.answerNote });
		words.push({ text, margin: [0, 14, 0, 0] });
	}
	if (link) words.push({ text: link, link, color: LEAF, fontSize: 9, margin: [0, 12, 0, 0] });
	return words;
}

/** A word before a fact, on the same line as the fact's larger letters. */
function label(text: string, besideSize = 12): TableCell {
	return { text, color: SOFT, margin: [0, besideSize - 12, 10, 0] };
}

function columnHead(text: string, alignment: 'left' | 'right' = 'left'): TableCell {
	return { text, color: SOFT, fontSize: 11, alignment };
}
