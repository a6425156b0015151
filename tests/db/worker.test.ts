import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	startWorker,
	stopWorker,
	wakeWorker,
	workerHealth
} from '../../src/lib/server/jobs/worker.ts';
import type { Mail, Mailer } from '../../src/lib/server/mail/mailer.ts';
import { readConfig } from '../../src/lib/server/supabase/config.ts';
import { startTestBackend, type TestBackend } from './backend.ts';

type Row = {
	sent_at: Date | null;
	failed_at: Date | null;
	attempts: number;
	last_error: string | null;
};

describe('the worker', () => {
	let test: TestBackend;
	let residence: string;
	const sent: Mail[] = [];
	let problem: Error | null;

	const mailer: Mailer = {
		outbox: null,
		async send(mail) {
			if (problem) throw problem;
			sent.push(mail);
		},
		close() {}
	};

	beforeAll(async () => {
		test = await startTestBackend();
		const [made] = await test.sql`
			with landlord as (insert into public.organisations (name) values ('Habitat') returning id)
			insert into public.residences (organisation_id, name, address, time_zone)
			select id, 'Les Tilleuls', '1 rue des Tilleuls', 'Europe/Paris' from landlord returning id`;
		residence = String(made?.id);
	});
	afterAll(() => test.stop());

	beforeEach(() => {
		sent.length = 0;
		problem = null;
	});
	afterEach(() => stopWorker());

	async function putMail(kind: string, key: string): Promise<void> {
		await test.sql`insert into private.mails (residence_id, kind, dedupe_key, to_address, payload)
			values (${residence}, ${kind}, ${key}, 'ferme@example.org', '{"round": "Légumes"}')`;
	}

	async function rowOf(key: string): Promise<Row> {
		const [row] = await test.sql<Row[]>`select sent_at, failed_at, attempts, last_error
			from private.mails where dedupe_key = ${key}`;
		if (!row) throw new Error(`No mail ${key}.`);
		return row;
	}

	function start(): Promise<void> {
		const running = { config: readConfig({}), backend: test.backend, mailer };
		return startWorker(running, {
			greeting: (payload) => ({ subject: 'Bonjour', text: JSON.stringify(payload) })
		});
	}

	it('sends what is due at once, and only once', async () => {
		await putMail('greeting', 'first');
		await start();
		await vi.waitFor(async () => expect((await rowOf('first')).sent_at).not.toBeNull());
		wakeWorker();
		await stopWorker();
		expect(sent).toEqual([
			{ to: 'ferme@example.org', subject: 'Bonjour', text: '{"round":"Légumes"}' }
		]);
	});

	it('sends what comes later when it is woken', async () => {
		await start();
		await putMail('greeting', 'woken');
		await vi.waitFor(async () => {
			wakeWorker();
			expect((await rowOf('woken')).sent_at).not.toBeNull();
		});
		expect(sent).toHaveLength(1);
	});

	it('keeps a mail that did not leave for later, without personal data in the reason', async () => {
		problem = Object.assign(new Error('451 try later <ferme@example.org>'), { responseCode: 451 });
		await putMail('greeting', 'later');
		await start();
		await vi.waitFor(async () => expect((await rowOf('later')).attempts).toBe(1));
		await stopWorker();
		const row = await rowOf('later');
		expect(row).toMatchObject({ sent_at: null, failed_at: null });
		expect(row.last_error).toContain('451');
		expect(row.last_error).not.toContain('ferme@');
	});

	it('gives up a mail that the server refuses for good', async () => {
		problem = Object.assign(new Error('550 unknown'), { responseCode: 550 });
		await putMail('greeting', 'refused');
		await start();
		await vi.waitFor(async () => expect((await rowOf('refused')).failed_at).not.toBeNull());
	});

	it('does not lose a mail of a kind that nothing words yet', async () => {
		await putMail('from-the-future', 'unworded');
		await start();
		await vi.waitFor(async () => expect((await rowOf('unworded')).last_error).not.toBeNull());
		expect(await rowOf('unworded')).toMatchObject({ sent_at: null, failed_at: null });
	});

	it('says that it is alive while it runs', async () => {
		await start();
		expect(workerHealth().alive).toBe(true);
		await stopWorker();
		expect(workerHealth().alive).toBe(false);
	});
});
