import { m } from '#lib/paraglide/messages.js';
import type { Tone } from '#lib/ui/tone.ts';
import type { StaffSheet } from './views.ts';

/** How far the sheet got on its way to the producer. */
export type SheetStatus =
	'waiting' | 'by_hand' | 'leaving' | 'failed' | 'sent' | 'read' | 'answered';

type Facts = Pick<StaffSheet, 'state' | 'sentAt' | 'failedAt' | 'readAt' | 'answeredAt' | 'mail'>;

/**
 * Where the sheet is: what the producer did counts more than what the mail did, since a sheet that
 * was dictated can be answered too.
 */
export function sheetStatus(sheet: Facts): SheetStatus {
	if (sheet.answeredAt) return 'answered';
	if (sheet.readAt) return 'read';
	if (sheet.mail && !sheet.mail.sent) {
		return sheet.failedAt || sheet.mail.givenUp ? 'failed' : 'leaving';
	}
	if (sheet.sentAt) return 'sent';
	return sheet.state === 'closed' ? 'waiting' : 'by_hand';
}

/** The status in a few words, with its tone. */
export function sheetStatusWords(status: SheetStatus): { text: string; tone: Tone } {
	switch (status) {
		case 'waiting':
			return { text: m.sheet_status_waiting(), tone: 'sun' };
		case 'by_hand':
			return { text: m.sheet_status_by_hand(), tone: 'sun' };
		case 'leaving':
			return { text: m.sheet_status_leaving(), tone: 'sky' };
		case 'failed':
			return { text: m.sheet_status_failed(), tone: 'brick' };
		case 'sent':
			return { text: m.sheet_status_sent(), tone: 'sky' };
		case 'read':
			return { text: m.sheet_status_read(), tone: 'leaf' };
		case 'answered':
			return { text: m.sheet_status_answered(), tone: 'leaf' };
	}
}

/** Lines of which the producer brings less than was ordered. */
export function shortLines(sheet: Pick<StaffSheet, 'lines'>): StaffSheet['lines'] {
	return sheet.lines.filter(
		({ answeredQuantity, quantity }) => answeredQuantity !== null && answeredQuantity < quantity
	);
}
