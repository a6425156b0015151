/*
 * One app process that only tells phones, for tests that kill it: see push-crash.test.ts.
 * Arguments: address of the database, host and port of the push service, file of its certificate.
 */
import { readFileSync } from 'node:fs';
import { composePush } from '../../src/lib/push/message.server.ts';
import { ensurePushKeys } from '../../src/lib/server/jobs/push-keys.ts';
import { startWorker } from '../../src/lib/server/jobs/worker.ts';
import { makePush } from '../../src/lib/server/push/push.ts';
import { startBackend } from '../../src/lib/server/supabase/backend.ts';
import { readConfig } from '../../src/lib/server/supabase/config.ts';

const [database = '', host = '', ca = ''] = process.argv.slice(2);
const config = readConfig({
	DATABASE_URL: database,
	PALIER_ORIGIN: 'https://palier.tests.fr',
	PALIER_CONTACT: 'mailto:gardien@tests.fr',
	PALIER_PUSH_HOSTS: host
});
const backend = await startBackend(config, { sendCode: async () => {} });
const push = makePush(config, await ensurePushKeys(backend), { ca: readFileSync(ca, 'utf8') });
const mailer = { outbox: null, send: async () => {}, close() {} };
await startWorker({ config, backend, mailer, push }, { mails: {}, push: composePush });
