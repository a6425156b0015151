import { listMails } from '#lib/server/mail/outbox.ts';
import { readableOutbox } from '#lib/server/mail/reading.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const mails = await listMails(await readableOutbox(locals.supabase));
	return { mails: mails.map(({ id, at, to, subject }) => ({ id, at, to, subject })) };
};
