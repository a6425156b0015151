import type { Json } from '#lib/database.types.ts';
import { describeError, log } from '#lib/server/log.ts';
import { isPermanent, type Mail } from '#lib/server/mail/mailer.ts';
import type { Job, JobContext } from './worker.ts';

/** Words a mail from what the SQL function stored. The address is added by the job. */
export type MailComposer = (
	payload: Json,
	context: JobContext
) => Omit<Mail, 'to'> | Promise<Omit<Mail, 'to'>>;

export type MailComposers = Record<string, MailComposer>;

type ClaimedMail = { id: number; kind: string; to_address: string; payload: Json };

const AT_ONCE = 20;

/** Sends what acts have put into the outbox, each mail claimed by one process at a time. */
export function sendMails(composers: MailComposers): Job {
	return {
		name: 'send-mails',
		async run(context) {
			let claimed: ClaimedMail[];
			do {
				const { data, error } = await context.client.rpc('claim_mails', { p_limit: AT_ONCE });
				if (error) throw error;
				claimed = data as ClaimedMail[];
				for (const mail of claimed) await sendOne(mail, composers, context);
			} while (claimed.length === AT_ONCE && !context.stopping());
		}
	};
}

async function sendOne(mail: ClaimedMail, composers: MailComposers, context: JobContext) {
	const { client, mailer } = context;
	const failure = await compose(mail, composers, context)
		.then((composed) => mailer.send({ ...composed, to: mail.to_address }))
		.then(
			() => null,
			(error: unknown) => error
		);
	if (failure === null) {
		const { error } = await client.rpc('mail_sent', { p_mail: mail.id });
		if (error) throw error;
		return;
	}
	const { message } = describeError(failure);
	log.warn({ mail: mail.id, kind: mail.kind, err: failure }, 'mail not sent');
	const { error } = await client.rpc('mail_failed', {
		p_mail: mail.id,
		p_error: message,
		p_permanent: isPermanent(failure)
	});
	if (error) throw error;
}

async function compose(mail: ClaimedMail, composers: MailComposers, context: JobContext) {
	const composer = composers[mail.kind];
	if (!composer) throw new Error(`Nothing words mails of the kind ${mail.kind}.`);
	return composer(mail.payload, context);
}
