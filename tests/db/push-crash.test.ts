import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensurePushKeys } from '../../src/lib/server/jobs/push-keys.ts';
import { startPushService, type PushService } from '../../src/lib/server/push/test-service.ts';
import { startTestBackend, type TestBackend } from './backend.ts';

const PEOPLE = 1_000;
/** Of src/lib/server/jobs/send-pushes.ts. */
const MOST_IN_FLIGHT = 400;

describe('app processes that tell a thousand phones', () => {
	let test: TestBackend;
	let service: PushService;
	let folder: string;
	let processes: ChildProcess[];

	beforeEach(async () => {
		test = await startTestBackend();
		service = await startPushService();
		folder = mkdtempSync(join(tmpdir(), 'palier-push-'));
		writeFileSync(join(folder, 'ca.pem'), service.ca);
		processes = [];
		await ensurePushKeys(test.backend);
		await tellEverybody();
	});
	afterEach(async () => {
		await Promise.all(processes.map(kill));
		await service.close();
		await test.stop();
		rmSync(folder, { recursive: true });
	});

	async function tellEverybody(): Promise<void> {
		const phones = Array.from({ length: PEOPLE }, () => service.subscribe());
		const [residence] = await test.sql`
			with landlord as (insert into public.organisations (name) values ('Habitat') returning id)
			insert into public.residences (organisation_id, name, address, time_zone)
			select id, 'Les Tilleuls', '', 'Europe/Paris' from landlord returning id`;
		await test.sql`
			with phones as (select *, gen_random_uuid() as user_id
				from jsonb_to_recordset(${test.sql.json(phones)}) as p(endpoint text, p256dh text, auth text)),
			accounts as (insert into auth.users (id, email)
				select user_id, user_id || '@tests.invalid' from phones returning id),
			people as (insert into public.members (residence_id, name, role, user_id)
				select ${residence?.id}, 'Odile', 'tenant', id from accounts returning id)
			insert into private.push_subscriptions (user_id, endpoint, endpoint_hash, p256dh, auth, language, key_hash)
				select p.user_id, p.endpoint, private.text_hash(p.endpoint), p.p256dh, p.auth, 'fr', k.key_hash
				from phones p, private.server_keys k`;
		await test.sql`select private.notify('basket_ready', ${residence?.id},
			array(select id from public.members), ${residence?.id}, 'ready')`;
	}

	function start(): void {
		const script = join(import.meta.dirname, 'push-process.ts');
		const child = spawn(
			process.execPath,
			[script, test.url, service.host, join(folder, 'ca.pem')],
			{
				stdio: 'ignore'
			}
		);
		processes.push(child);
	}

	async function kill(child: ChildProcess | undefined): Promise<void> {
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGKILL');
		await once(child, 'exit');
	}

	async function allSent(): Promise<void> {
		await vi.waitFor(
			async () => {
				const states =
					await test.sql`select state, count(*)::int as n from private.deliveries group by 1`;
				expect([...states]).toEqual([{ state: 'sent', n: PEOPLE }]);
			},
			{ timeout: 20_000, interval: 100 }
		);
	}

	/** How many phones rang how often. */
	function rings(): Map<number, number> {
		const counts = new Map<string, number>();
		for (const { device } of service.arrived) counts.set(device, (counts.get(device) ?? 0) + 1);
		const often = new Map<number, number>();
		for (const count of counts.values()) often.set(count, (often.get(count) ?? 0) + 1);
		return often;
	}

	it('tell each once, two at a time', async () => {
		start();
		start();
		await allSent();
		expect([...rings()]).toEqual([[1, PEOPLE]]);
	}, 60_000);

	it('leave nobody out when one is killed in the middle', async () => {
		start();
		await vi.waitFor(() => expect(service.arrived.length).toBeGreaterThan(250), {
			timeout: 20_000,
			interval: 5
		});
		await kill(processes[0]);
		const before = service.arrived.length;
		expect(before).toBeLessThan(PEOPLE);
		// Two minutes go by.
		await test.sql`update private.deliveries set due_at = now() where state = 'sending'`;
		start();
		await allSent();
		const often = rings();
		expect((often.get(1) ?? 0) + (often.get(2) ?? 0)).toBe(PEOPLE);
		expect([...often.keys()].every((count) => count <= 2)).toBe(true);
		expect(often.get(2) ?? 0).toBeLessThanOrEqual(MOST_IN_FLIGHT);
	}, 60_000);
});
