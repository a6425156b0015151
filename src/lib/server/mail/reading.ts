import { error } from '@sveltejs/kit';
import { dev } from '$app/env';
import { running } from '#lib/server/supabase/running.ts';

/**
 * Folder of the mails that were not sent, for the pages that show them. They hold sign-in codes:
 * outside development and demonstration these pages do not exist.
 */
export async function readableOutbox(client: App.Locals['supabase']): Promise<string> {
	const { mailer } = await running();
	if (!mailer.outbox) error(404, 'Not found');
	// What the database holds, not what PALIER_DEMO asks for: set by mistake in front of a real
	// residence, it must not show its codes.
	if (dev || (await isDemo(client))) return mailer.outbox;
	error(404, 'Not found');
}

async function isDemo(client: App.Locals['supabase']): Promise<boolean> {
	const { data, error: failure } = await client.rpc('setup_status');
	if (failure) throw failure;
	return (data as { demo?: boolean } | null)?.demo === true;
}
