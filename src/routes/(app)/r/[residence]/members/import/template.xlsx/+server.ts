import { templateResponse } from '#lib/imports/files.server.ts';
import { readImport } from '#lib/imports/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { RequestHandler } from './$types';

/** Nothing is in it, but its address is that of a page of the staff. */
export const GET: RequestHandler = async ({ params }) => {
	await readImport(requireMember(), params.residence);
	return templateResponse('xlsx');
};
