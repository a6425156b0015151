import { m } from '#lib/paraglide/messages.js';
import { peopleCsv } from './csv.ts';
import type { ExportedPeople } from './views.ts';
import { peopleXlsx } from './xlsx.server.ts';

type Rows = ExportedPeople['rows'];
type Format = 'csv' | 'xlsx';

/** A list of people as a file to keep; nobody in between keeps it too. */
export async function listResponse(rows: Rows, name: string, format: Format): Promise<Response> {
	const isCsv = format === 'csv';
	const body = isCsv ? peopleCsv(rows) : new Uint8Array(await peopleXlsx(rows, m.import_sheet()));
	return new Response(body, {
		headers: {
			'content-type': isCsv
				? 'text/csv; charset=utf-8'
				: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
			'content-disposition': `attachment; filename="${name}.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
}

/** The list to fill in: a couple behind one door, and an empty door. */
export function templateResponse(format: Format): Promise<Response> {
	const door = { building: '', staircase: 'A', floor: 1 };
	const rows: Rows = [
		{
			...door,
			door: '11',
			name: 'Odile Renard',
			email: 'odile@exemple.fr',
			phone: '06 00 00 00 01'
		},
		{ ...door, door: '11', name: 'Paul Renard', email: '', phone: '' },
		{ ...door, door: '12', name: '', email: '', phone: '' }
	];
	return listResponse(rows, m.import_template_file(), format);
}
