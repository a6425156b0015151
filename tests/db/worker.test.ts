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

	/** A round past its deadline, with a sheet that stands in the way of closing. */
	async function putBrokenRound(): Promise<string> {
		const [row] = await test.sql`
			with producer as (insert into public.producers (residence_id, name) values (${residence}, 'Ferme') returning id)
			insert into public.rounds (residence_id, producer_id, title, opens_local, closes_local, opens_at, closes_at,
				delivery_on, delivery_from, delivery_to, state)
			select ${residence}, id, 'Semaine', now() - interval '2 days', now() - interval '1 day', now() - interval '2 days',
				now() - interval '1 day', current_date + 3, '10:00', '12:00', 'open' from producer returning id`;
		await test.sql`insert into public.sheets (residence_id, round_id, orders_count, total_cents)
			values (${residence}, ${row?.id}, 0, 0)`;
		return String(row?.id);
	}

	async function putPhotos(...names: string[]): Promise<string[]> {
		const paths = names.map((name) => `${residence}/products/${name}.webp`);
		for (const path of paths) {
			const { error } = await test
				.service()
				.storage.from('photos')
				.upload(path, Buffer.from('a photo'), { contentType: 'image/webp' });
			expect(error).toBeNull();
		}
		return paths;
	}

	async function photos(table: 'storage.objects' | 'private.stored_files'): Promise<string[]> {
		const rows = await test.sql`select name from ${test.sql(table)} order by name`;
		return rows.map(({ name }) => String(name));
	}

	function start(): Promise<void> {
		const running = {
			config: readConfig({}),
			backend: test.backend,
			mailer,
			push: { publicKey: '', hosts: [], off: 'no_contact' as const, sender: null }
		};
		return startWorker(running, {
			mails: { greeting: (payload) => ({ subject: 'Bonjour', text: JSON.stringify(payload) }) },
			push: () => null
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

	it('tells whoever watches of a round that it cannot close, until it can', async () => {
		const round = await putBrokenRound();
		await start();
		// What failed is told when the round of all jobs is over.
		await vi.waitFor(() =>
			expect(workerHealth()).toMatchObject({
				alive: true,
				roundsNotClosed: 1,
				failing: ['close-due-rounds']
			})
		);
		await test.sql`delete from public.sheets where round_id = ${round}`;
		await vi.waitFor(() => {
			wakeWorker();
			expect(workerHealth()).toMatchObject({ roundsNotClosed: 0, failing: [] });
		});
		const [closed] = await test.sql`select state from public.rounds where id = ${round}`;
		expect(closed?.state).toBe('closed');
	});

	it('deletes photos that nothing shows any more, and no other', async () => {
		const [shown = '', fresh = '', replaced = ''] = await putPhotos('shown', 'fresh', 'replaced');
		await test.sql`update storage.objects set created_at = now() - interval '2 days'
			where name in (${shown}, ${replaced})`;
		await test.sql`insert into public.products (residence_id, producer_id, name, unit, price_cents, photo_path)
			select ${residence}, id, 'Carottes', 'kg', 181, ${shown} from public.producers limit 1`;
		await start();
		await vi.waitFor(async () => expect(await photos('storage.objects')).toHaveLength(2));
		await stopWorker();
		expect(await photos('storage.objects')).toEqual([fresh, shown]);
		expect(await photos('private.stored_files')).toEqual([fresh, shown]);
	});

	it('says that it is alive while it runs', async () => {
		await start();
		expect(workerHealth().alive).toBe(true);
		await stopWorker();
		expect(workerHealth().alive).toBe(false);
	});
});
