import { m } from '#lib/paraglide/messages.js';
import type { MailComposer } from '#lib/server/jobs/send-mails.ts';
import type { Mail } from '#lib/server/mail/mailer.ts';

type Locale = { locale: 'fr' | 'en' };

/** French first, then English: who reads it may not have chosen a language. No link in any of them. */
function inBoth(paragraphs: (as: Locale) => string[]): string {
	const parts = (['fr', 'en'] as const).map((locale) => paragraphs({ locale }).join('\n\n'));
	return `${parts.join('\n\n--------\n\n')}\n`;
}

/** The mail with a code that proves an address to be one's own. */
export function proofMail(to: string, code: string): Mail {
	return {
		to,
		subject: m.mail_proof_subject({ code }, { locale: 'fr' }),
		text: inBoth((as) => [
			m.mail_code_hello({}, as),
			m.mail_proof_text({ code }, as),
			m.mail_code_life({}, as),
			m.mail_proof_not_you({}, as)
		])
	};
}

/** Words the mail to the address that an account signed in with until now (kind `email_changed`). */
export const composeEmailChangedMail: MailComposer = (payload) => {
	const { lodgePhone } = payload as { lodgePhone: string };
	return {
		subject: m.mail_changed_subject({}, { locale: 'fr' }),
		text: inBoth((as) => [
			m.mail_code_hello({}, as),
			m.mail_changed_text({}, as),
			lodgePhone
				? m.mail_changed_not_you_phone({ phone: lodgePhone }, as)
				: m.mail_changed_not_you({}, as)
		])
	};
};
