import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { makeArchive } from '#lib/privacy/archive.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	const archive = await makeArchive(requireMember());
	const day = new Date().toISOString().slice(0, 10);
	return new Response(new Uint8Array(archive), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': `attachment; filename="${m.export_file_page()}-${day}.zip"`,
			'cache-control': 'private, no-store'
		}
	});
};
