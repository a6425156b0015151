import { m } from '#lib/paraglide/messages.js';
import { inLanguage } from '#lib/server/in-language.ts';
import type { MailComposer } from '#lib/server/jobs/send-mails.ts';

type Invitation = { helper: string; person: string; residence: string; lodgePhone: string };

/**
 * Words the mail to a helper from elsewhere (kind `helper_invited`): who trusts them, and how to come
 * in. Its link opens the page where one asks for a code: nothing in it signs in.
 */
export const composeHelperMail: MailComposer = (payload, { origin }) =>
	inLanguage('fr', () => {
		const { helper, person, residence, lodgePhone } = payload as unknown as Invitation;
		const words = [
			m.mail_helper_hello({ helper }),
			m.mail_helper_text({ person, residence }),
			origin ? m.mail_helper_link({ link: `${origin}/sign-in` }) : m.mail_helper_open(),
			m.mail_helper_refuse({ person }),
			...(lodgePhone ? [m.mail_helper_call({ phone: lodgePhone })] : [])
		];
		return {
			subject: m.mail_helper_subject({ person }),
			text: `${words.join('\n\n')}\n`
		};
	});
