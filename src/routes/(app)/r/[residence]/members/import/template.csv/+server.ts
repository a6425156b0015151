import { templateResponse } from '#lib/imports/files.server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
	requireMember();
	return templateResponse('csv');
};
