import { m } from '#lib/paraglide/messages.js';
import { inLanguage } from '#lib/server/in-language.ts';
import type { MailComposer } from '#lib/server/jobs/send-mails.ts';
import { formatDate, formatWindow } from '#lib/text/dates.ts';
import { formatCents } from '#lib/text/money.ts';
import { formatQuantity } from '#lib/text/quantity.ts';
import { sheetCsv } from './csv.ts';
import { sheetFileName } from './file-name.ts';
import { sheetPdf } from './pdf.server.ts';
import { sheetAddress } from './token.ts';
import type { SheetView } from './views.ts';

/**
 * Words the mail to a producer (kind `producer_sheet`): the totals in the text, so that a phone
 * shows them at once, the sheet as PDF and for a spreadsheet, and the private link to answer. French,
 * whatever language the caretaker reads.
 */
export const composeSheetMail: MailComposer = (payload, { origin }) =>
	inLanguage('fr', async () => {
		const sheet = payload as unknown as SheetView;
		const link = origin ? sheetAddress(origin, sheet.token) : null;
		const word = m.sheet_title();
		return {
			subject: m.mail_sheet_subject({ round: sheet.round, residence: sheet.residence }),
			text: `${paragraphs(sheet, link).join('\n\n')}\n`,
			attachments: [
				{
					filename: sheetFileName(sheet, word, 'pdf'),
					contentType: 'application/pdf',
					content: await sheetPdf(sheet, link)
				},
				{
					filename: sheetFileName(sheet, word, 'csv'),
					contentType: 'text/csv; charset=utf-8',
					content: Buffer.from(sheetCsv(sheet))
				}
			]
		};
	});

/** Words the mail that takes a sheet back (kind `producer_cancelled`). */
export const composeCancelMail: MailComposer = (payload) =>
	inLanguage('fr', () => {
		const sheet = payload as unknown as SheetView & { reason: string };
		const { producer, round, residence, reason } = sheet;
		const day = formatDate(sheet.deliveryOn, 'year');
		const words = [
			m.mail_sheet_hello({ producer }),
			m.mail_cancel_text({ round, residence, day }),
			...(reason ? [m.rounds_change_reason({ reason })] : []),
			callWords(sheet),
			m.mail_sheet_thanks({ residence })
		];
		return {
			subject: m.mail_cancel_subject({ round, residence }),
			text: `${words.join('\n\n')}\n`
		};
	});

function paragraphs(sheet: SheetView, link: string | null): string[] {
	const { residence, producer, ordersCount } = sheet;
	const day = formatDate(sheet.deliveryOn, 'year');
	const window = formatWindow(sheet.deliveryFrom, sheet.deliveryTo).replace('\u2060', '');
	const where = [sheet.place, residence, sheet.address].filter(Boolean).join(', ');
	return [
		m.mail_sheet_hello({ producer }),
		m.mail_sheet_intro({ round: sheet.round, residence, count: ordersCount }),
		sheet.lines
			.map((line) => `- ${line.name} : ${formatQuantity(line.quantity, line.unit)}`)
			.join('\n'),
		m.mail_sheet_total({ total: formatCents(sheet.totalCents) }),
		m.mail_sheet_delivery({ day, window, place: where }),
		...(link ? [m.mail_sheet_link({ link })] : []),
		callWords(sheet),
		m.mail_sheet_thanks({ residence })
	];
}

function callWords({ lodgePhone }: SheetView): string {
	return lodgePhone ? m.mail_sheet_call({ phone: lodgePhone }) : m.mail_sheet_reply();
}
