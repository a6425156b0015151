import { m } from '#lib/paraglide/messages.js';
import type { Mail } from './mailer.ts';

/**
 * The mail with a sign-in code, in French and then in English: whoever asks may not have chosen a
 * language yet. No link: people learn that Palier never asks them to click in a mail.
 */
export function codeMail(to: string, code: string): Mail {
	const part = (locale: 'fr' | 'en') =>
		[
			m.mail_code_hello({}, { locale }),
			m.mail_code_text({ code }, { locale }),
			m.mail_code_life({}, { locale }),
			m.mail_code_not_you({}, { locale })
		].join('\n\n');
	return {
		to,
		subject: m.mail_code_subject({ code }, { locale: 'fr' }),
		text: `${part('fr')}\n\n--------\n\n${part('en')}\n`
	};
}
