import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '#lib/server/supabase/config.ts';
import { keepMail } from './outbox.ts';

export type Attachment = { filename: string; contentType: string; content: Buffer };

export type Mail = {
	to: string;
	subject: string;
	text: string;
	html?: string | null;
	attachments?: Attachment[];
};

export type Mailer = {
	/** Where mails are kept when no server is set, else null. */
	outbox: string | null;
	send(mail: Mail): Promise<void>;
	close(): void;
};

// The library would wait two minutes for a connection and ten for an answer, and every other job of
// the worker with it.
const PATIENCE_MS = 15_000;

/**
 * Sends by SMTP_URL, or keeps mails as files in the data folder.
 *
 * @param options.patienceMs milliseconds without a word from the mail server after which a mail
 * counts as not sent, to be tried again
 */
export function makeMailer(
	config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'data'>,
	{ patienceMs = PATIENCE_MS } = {}
): Mailer {
	return config.smtpUrl
		? smtpMailer(config.smtpUrl, config.mailFrom, patienceMs)
		: fileMailer(config);
}

/** True when trying again cannot help: the server refused this mail for good. */
export function isPermanent(error: unknown): boolean {
	const { responseCode, code } = error as { responseCode?: number; code?: string };
	if (code === 'EENVELOPE' && !responseCode) return true;
	// 530 to 535 speak about our own account: that can be repaired, and the mail then leaves.
	return responseCode !== undefined && responseCode >= 550 && responseCode < 600;
}

function smtpMailer(url: string, from: string, patienceMs: number): Mailer {
	const waits = {
		connectionTimeout: patienceMs,
		greetingTimeout: patienceMs,
		socketTimeout: patienceMs
	};
	const transport = createTransport({ url, ...waits }, { from });
	return {
		outbox: null,
		async send(mail) {
			await transport.sendMail({ ...mail, html: mail.html ?? undefined });
		},
		close: () => transport.close()
	};
}

function fileMailer(config: Pick<Config, 'mailFrom' | 'data'>): Mailer {
	const outbox = join(config.data, 'outbox');
	const transport = createTransport(
		{ streamTransport: true, buffer: true, newline: 'unix' },
		{ from: config.mailFrom }
	);
	return {
		outbox,
		async send(mail) {
			const made = await transport.sendMail({ ...mail, html: mail.html ?? undefined });
			await keepMail(outbox, made.message as Buffer, mail);
		},
		close: () => transport.close()
	};
}
