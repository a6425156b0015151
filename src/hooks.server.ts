import { sequence, type ServerInit } from '@sveltejs/kit/hooks';
import { composeEmailChangedMail } from '#lib/accounts/mail.server.ts';
import { composeHelperMail } from '#lib/mandates/mail.server.ts';
import { startApp } from '#lib/server/app.ts';
import { bodyLimit } from '#lib/server/hooks/body-limit.ts';
import { caching } from '#lib/server/hooks/caching.ts';
import { keepForm } from '#lib/server/hooks/keep-form.ts';
import { language } from '#lib/server/hooks/language.ts';
import { requestLog } from '#lib/server/hooks/request-log.ts';
import { session } from '#lib/server/hooks/session.ts';
import { wakeAfterActs } from '#lib/server/hooks/wake-after-acts.ts';
import { composePush } from '#lib/push/message.server.ts';
import { composeCancelMail, composeSheetMail } from '#lib/sheets/mail.server.ts';

export { handleError } from '#lib/server/hooks/error.ts';

export const handle = sequence(
	requestLog,
	caching,
	language,
	session,
	bodyLimit,
	keepForm,
	wakeAfterActs
);

export const init: ServerInit = () =>
	startApp({
		mails: {
			producer_sheet: composeSheetMail,
			producer_cancelled: composeCancelMail,
			helper_invited: composeHelperMail,
			email_changed: composeEmailChangedMail
		},
		push: composePush
	});
