import { error } from '@sveltejs/kit';
import { posterPdf } from '#lib/joining/poster.server.ts';
import { readJoining } from '#lib/joining/server.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

/** The poster of the hall, on A4, or on A5 with `?size=A5`. */
export const GET: RequestHandler = async ({ params, url }) => {
	const { code, shell } = await readJoining(requireMember(), params.residence);
	if (!code || code.isOver) error(404, m.error_not_found());
	const pdf = await posterPdf(
		{
			residence: shell.residence.name,
			lodgePhone: shell.residence.lodgePhone,
			code: code.code,
			link: `${url.origin}/join/${code.code}`,
			site: `${url.host}/join`
		},
		url.searchParams.get('size') === 'A5' ? 'A5' : 'A4'
	);
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${m.poster_file()}.pdf"`,
			'cache-control': 'no-store'
		}
	});
};
