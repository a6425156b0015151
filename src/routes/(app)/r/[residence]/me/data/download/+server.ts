import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { makeArchive } from '#lib/privacy/archive.server.ts';
import { readMyData } from '#lib/privacy/server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params }) => {
	const client = requireMember();
	// One's own data from every residence, at an address of one of them only.
	await readMyData(client, params.residence);
	const archive = await makeArchive(client);
	const day = new Date().toISOString().slice(0, 10);
	return new Response(new Uint8Array(archive), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': `attachment; filename="${m.export_file_page()}-${day}.zip"`,
			'cache-control': 'private, no-store'
		}
	});
};
