import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connectionOptions } from '../../src/lib/server/supabase/embedded.ts';
import { withDatabase } from './databases.ts';

/** What came of one act: the answer of the function, or the key or code it was refused with. */
export type Outcome = { answer: string } | { refused: string };

/** One act of one person: a call of an SQL function with its arguments. */
export type Act = { user: string; call: string; args: unknown[] };

export type Crowd = {
	/** The owner's rights: arranging, and looking behind afterwards. */
	sql: postgres.Sql;
	/** One act, now, on a connection of its own that may be cut: not even a transaction around it. */
	alone(act: Act): Promise<Outcome>;
	/** One act, now. */
	act(act: Act): Promise<Outcome>;
	/** All acts at the same instant, each on a connection of its own. */
	together(acts: Act[]): Promise<Outcome[]>;
	/** Changes the source of a function of schema private, in this database alone. */
	alter(name: string, ...changes: [from: string, to: string][]): Promise<void>;
	stop(): Promise<void>;
};

// Everybody waits for this lock to be let go: a starting pistol.
const PISTOL = 4711;

/** A fresh database of its own, and up to `size` people who use it at once. */
export async function gatherCrowd(size: number): Promise<Crowd> {
	const serverUrl = inject('serverUrl');
	const name = `palier_test_${randomUUID().slice(0, 8)}`;
	const server = connect(serverUrl, 1);
	await server.unsafe(`create database ${name} template ${inject('template')}`);
	const url = withDatabase(serverUrl, name);
	const sql = connect(url, 3);
	const people = connect(url, size);

	async function act({ user, call, args }: Act, isStarted = true): Promise<Outcome> {
		const places = args.map((_, index) => `$${index + 1}`).join(', ');
		try {
			const rows = await people.begin(async (tx) => {
				if (!isStarted) await tx`select pg_advisory_xact_lock_shared(${PISTOL})`;
				const role =
					user === 'worker' ? 'service_role' : user === 'anon' ? 'anon' : 'authenticated';
				const sub = role === 'authenticated' ? user : '';
				await tx`select set_config('role', ${role}, true), set_config('request.jwt.claim.sub', ${sub}, true)`;
				return tx.unsafe(`select public.${call}(${places})::text as answer`, args as never[]);
			});
			return { answer: String(rows[0]?.answer) };
		} catch (error) {
			if (!(error instanceof postgres.PostgresError)) throw error;
			return { refused: error.code.startsWith('PT') ? error.message : error.code };
		}
	}

	return {
		sql,
		async alone({ user, call, args }) {
			const own = connect(url, 1);
			const role = user === 'worker' ? 'service_role' : 'authenticated';
			const places = args.map((_, index) => `$${index + 1}`).join(', ');
			try {
				await own`select set_config('role', ${role}, false), set_config('request.jwt.claim.sub', ${user === 'worker' ? '' : user}, false)`;
				const [row] = await own.unsafe(
					`select public.${call}(${places})::text as answer`,
					args as never[]
				);
				return { answer: String(row?.answer) };
			} catch (error) {
				return { refused: (error as { code?: string }).code ?? String(error) };
			} finally {
				await own.end({ timeout: 1 });
			}
		},
		act: (one) => act(one),
		async together(acts) {
			if (acts.length > size) throw new Error(`${acts.length} acts, but only ${size} connections.`);
			const pistol = await sql.reserve();
			await pistol`select pg_advisory_lock(${PISTOL})`;
			const running = Promise.all(acts.map((one) => act(one, false)));
			await waitFor(async () => {
				const [waiting] = await sql`select count(*)::int as n from pg_locks
					where locktype = 'advisory' and objid = ${PISTOL} and not granted
						and database = (select oid from pg_database where datname = current_database())`;
				return waiting?.n === acts.length;
			});
			await pistol`select pg_advisory_unlock(${PISTOL})`;
			pistol.release();
			return running;
		},
		async alter(name, ...changes) {
			const [found] = await sql`select pg_get_functiondef(p.oid) as text from pg_proc p
				where p.pronamespace = 'private'::regnamespace and p.proname = ${name}`;
			let text = String(found?.text);
			for (const [from, to] of changes) {
				// A twin that is the same as its original would prove nothing.
				if (text.split(from).length !== 2) throw new Error(`${name} no longer has, once: ${from}`);
				text = text.replace(from, () => to);
			}
			await sql.unsafe(text);
		},
		async stop() {
			await Promise.all([sql.end({ timeout: 5 }), people.end({ timeout: 5 })]);
			await server.unsafe(`drop database ${name} with (force)`);
			await server.end();
		}
	};
}

/** The outcomes that were answered. */
export function answersOf(outcomes: Outcome[]): string[] {
	return outcomes.flatMap((outcome) => ('answer' in outcome ? [outcome.answer] : []));
}

/** The reasons of the refused ones. */
export function refusalsOf(outcomes: Outcome[]): string[] {
	return outcomes.flatMap((outcome) => ('refused' in outcome ? [outcome.refused] : []));
}

function connect(url: string, max: number): postgres.Sql {
	return postgres(url, { ...connectionOptions(url), max, onnotice: () => {}, max_lifetime: 0 });
}

async function waitFor(isTrue: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 20_000;
	while (!(await isTrue())) {
		if (Date.now() > deadline) throw new Error('The crowd did not gather.');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
