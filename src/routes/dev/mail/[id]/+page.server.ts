import { error } from '@sveltejs/kit';
import { findMail } from '#lib/server/mail/outbox.ts';
import { readableOutbox } from '#lib/server/mail/reading.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const mail = await findMail(await readableOutbox(locals.supabase), params.id);
	if (!mail) error(404, 'Not found');
	return { mail };
};
