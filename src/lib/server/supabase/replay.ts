import type { Database } from './migrate.ts';

// As `refresh_token_reuse_interval` of supabase/config.toml says for hosted projects.
const REUSE_INTERVAL_S = 30;

/*
 * The session of a token that was renewed longer ago than that: whoever sends it now has copied it, or
 * it was copied from them. Nobody can tell which, so the session ends for both.
 */
const END_REPLAYED = `
with replayed as (
	select session_id from auth.refresh_tokens
	where token = $1 and revoked and updated_at < now() - make_interval(secs => ${REUSE_INTERVAL_S})
), ended as (
	update public.devices set ended_at = now()
	where session_id in (select session_id from replayed) and ended_at is null
), gone as (
	delete from auth.sessions where id in (select session_id from replayed)
)
select count(*)::int as replayed from replayed`;

/**
 * In front of the in-process Auth, which takes the token before the last one for as long as the session
 * lives, and knows no interval for it. RFC 9700, 4.14.2: a replayed token ends its session.
 */
export function refuseReplays(send: typeof fetch, owner: Database): typeof fetch {
	return async (input, init) => {
		const token = readRefreshToken(input, init);
		if (token) {
			const [row] = await owner.query<{ replayed: number }>(END_REPLAYED, [token]);
			if (row?.replayed) {
				return Response.json(
					{
						code: 400,
						error_code: 'refresh_token_already_used',
						msg: 'Invalid Refresh Token: Already Used'
					},
					{ status: 400, headers: { 'x-supabase-api-version': '2024-01-01' } }
				);
			}
		}
		return send(input, init);
	};
}

function readRefreshToken(...[input, init]: Parameters<typeof fetch>): string | null {
	const url = input instanceof Request ? input.url : String(input);
	if (!url.includes('/auth/v1/token?grant_type=refresh_token')) return null;
	if (typeof init?.body !== 'string') return null;
	const { refresh_token: token } = JSON.parse(init.body) as { refresh_token?: unknown };
	return typeof token === 'string' ? token : null;
}
