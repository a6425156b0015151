import { m } from '#lib/paraglide/messages.js';
import { sheetCsv } from './csv.ts';
import { sheetFileName } from './file-name.ts';
import { sheetPdf } from './pdf.server.ts';
import { sheetAddress } from './token.ts';
import type { SheetView } from './views.ts';

/** The sheet as a PDF to open in the browser; `origin` null leaves the private link out. */
export async function pdfResponse(sheet: SheetView, origin: string | null): Promise<Response> {
	const link = origin && sheetAddress(origin, sheet.token);
	const body = new Uint8Array(await sheetPdf(sheet, link));
	return fileResponse(sheet, body, 'application/pdf', 'pdf');
}

/** The sheet as a file for a spreadsheet. */
export function csvResponse(sheet: SheetView): Response {
	return fileResponse(sheet, sheetCsv(sheet), 'text/csv; charset=utf-8', 'csv');
}

function fileResponse(
	sheet: SheetView,
	body: BodyInit,
	type: string,
	extension: 'pdf' | 'csv'
): Response {
	const name = sheetFileName(sheet, m.sheet_file_word(), extension);
	// A PDF opens, to be read and printed; a spreadsheet is kept.
	const place = extension === 'pdf' ? 'inline' : 'attachment';
	return new Response(body, {
		headers: {
			'content-type': type,
			'content-disposition': `${place}; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
}
