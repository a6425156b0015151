import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { moneyCsv } from '#lib/payments/csv.ts';
import { readMoney } from '#lib/payments/server.ts';
import { sheetFileName } from '#lib/sheets/file-name.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params }) => {
	const page = await readMoney(requireMember(), params.residence, params.round);
	const name = sheetFileName(
		{ round: page.round.title, deliveryOn: page.round.deliveryOn },
		m.money_file_word(),
		'csv'
	);
	return new Response(moneyCsv(page), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
};
