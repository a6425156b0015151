import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { connectionOptions, startEmbedded } from '#lib/server/supabase/embedded.ts';
import { signToken } from '#lib/server/supabase/tokens.ts';
import { browserFigures } from './browser.ts';
import { closingFigures, growthFigures, stormFigures } from './database.ts';
import { table, type Figure } from './figures.ts';
import { pageFigures, type Visit } from './pages.ts';
import { startApp, startReference, type Server } from './servers.ts';

/* npm run bench [-- --write]: measures beside references of the same run; --write keeps the table. */

const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

async function sessionCookie(secret: string, user: string): Promise<string> {
	const token = await signToken(secret, { role: 'authenticated', sub: user });
	const session = {
		access_token: token,
		refresh_token: 'none',
		token_type: 'bearer',
		expires_in: 3600,
		expires_at: Math.floor(Date.now() / 1000) + 3600,
		user: { id: user }
	};
	return `palier_session=base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;
}

/** Demonstration people have an account only once they signed in: give two of them one. */
async function demoPeople(sql: postgres.Sql) {
	await sql`
		with users as (
			insert into auth.users (id, email)
			select gen_random_uuid(), c.email from public.member_contacts c
			where c.email in ('odile@demo.invalid', 'nadia@demo.invalid') returning id, email
		)
		update public.members m set user_id = u.id
		from users u join public.member_contacts c on c.email = u.email where c.member_id = m.id`;
	const [row] = await sql<{ residence: string; round: string; odile: string; nadia: string }[]>`
		select r.residence_id as residence, r.id as round,
			(select user_id from public.members where name = 'Odile Renard') as odile,
			(select user_id from public.members where name = 'Nadia Ferrand') as nadia
		from public.rounds r where r.state = 'open' and now() between r.opens_at and r.closes_at
		order by r.closes_at limit 1`;
	if (!row) throw new Error('The demonstration has no open round.');
	return row;
}

function callFigures(app: Server, visits: Record<string, string>): Figure[] {
	return Object.entries(visits).map(([what, route]) => {
		const calls = app.logged.filter((entry) => entry.route === route).map((entry) => entry.calls);
		const most = calls.length ? Math.max(...calls) : Number.NaN;
		return {
			what: `${what}, backend calls per page`,
			value: String(most),
			reference: '',
			ratio: '',
			target: '1, at most 2',
			met: most <= 2
		};
	});
}

async function measure(): Promise<Figure[]> {
	const data = await mkdtemp(join(tmpdir(), 'palier-bench-'));
	const app = await startApp(root, data);
	const reference = await startReference(root, 4999);
	const database = await startEmbedded(data, { exclusive: false });
	const sql = postgres(database.url, {
		...connectionOptions(database.url),
		max: 20,
		onnotice: () => {}
	});
	try {
		const [secret] = await sql<{ value: string }[]>`
			select value from private.secrets where name = 'jwt_secret'`;
		const cookieOf = (user: string) => sessionCookie(secret?.value ?? '', user);
		const demo = await demoPeople(sql);
		await sql.unsafe('analyze');
		const base = `${app.url}/r/${demo.residence}`;
		const odile = await cookieOf(demo.odile);
		const nadia = await cookieOf(demo.nadia);
		const home: Visit = { what: 'home of a tenant', url: base, cookie: odile };
		const order: Visit = {
			what: 'open round of a tenant',
			url: `${base}/orders/${demo.round}`,
			cookie: odile
		};
		const desk: Visit = {
			what: 'order desk',
			url: `${base}/orders/${demo.round}/desk`,
			cookie: nadia
		};
		const bare: Visit = { what: 'bare page', url: `${reference.url}/bare` };
		const list: Visit = { what: 'static list', url: `${reference.url}/list` };
		return [
			...(await pageFigures([home, order, desk], { bare, list }, SECONDS)),
			...callFigures(app, {
				home: '/(app)/r/[residence]',
				'open round': '/(app)/r/[residence]/orders/[round]',
				'order desk': '/(app)/r/[residence]/orders/[round]/desk'
			}),
			...(await browserFigures([home, order], order, bare)),
			...(await stormFigures(sql, app.url, cookieOf)),
			...(await closingFigures(sql)),
			...(await growthFigures(sql))
		];
	} finally {
		await sql.end({ timeout: 5 });
		await reference.stop();
		await app.stop();
		await rm(data, { recursive: true, force: true });
	}
}

const result = table(await measure());
process.stdout.write(`${result}\n`);
if (process.argv.includes('--write')) {
	const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
	const day = new Date().toISOString().slice(0, 10);
	const text = `# Benchmarks

Made by \`npm run bench -- --write\` on ${day}; ${machine}; PostgreSQL 18 embedded, client and server on the same
machine. Figures of one run are compared with references of the same run: read the ratios.

${result}
`;
	await writeFile(join(root, 'docs/benchmarks.md'), text);
}
