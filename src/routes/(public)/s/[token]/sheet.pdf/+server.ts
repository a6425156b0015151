import { pdfResponse } from '#lib/sheets/files.server.ts';
import { requireSheet } from '#lib/sheets/private-link.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url }) =>
	pdfResponse(await requireSheet(params.token), url.origin);
