import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/paraglide/runtime.js';
import type { Mail } from './mailer.ts';

/**
 * The mail with a sign-in code, in both languages: whoever asks may not have chosen one yet. No link:
 * people learn that Palier never asks them to click in a mail.
 *
 * @param first the language that comes first, in the subject alone
 */
export function codeMail(to: string, code: string, first: Locale): Mail {
	const second = first === 'fr' ? 'en' : 'fr';
	const part = (locale: Locale) =>
		[
			m.mail_code_hello({}, { locale }),
			m.mail_code_text({ code }, { locale }),
			m.mail_code_life({}, { locale }),
			m.mail_code_not_you({}, { locale })
		].join('\n\n');
	return {
		to,
		subject: m.mail_code_subject({ code }, { locale: first }),
		text: `${part(first)}\n\n--------\n\n${part(second)}\n`
	};
}
