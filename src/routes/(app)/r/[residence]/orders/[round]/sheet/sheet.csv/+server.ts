import { error } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { readRoundAdmin } from '#lib/rounds/states.server.ts';
import { csvResponse } from '#lib/sheets/files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params }) => {
	const { sheet } = await readRoundAdmin(requireMember(), params.residence, params.round);
	if (!sheet) error(404, m.error_not_found());
	return csvResponse(sheet);
};
