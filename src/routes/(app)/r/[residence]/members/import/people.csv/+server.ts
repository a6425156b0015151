import { listResponse } from '#lib/imports/files.server.ts';
import { exportPeople } from '#lib/imports/server.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params }) => {
	const { rows } = await exportPeople(requireMember(), params.residence);
	return listResponse(rows, m.import_export_file(), 'csv');
};
