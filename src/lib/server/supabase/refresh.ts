import { createHash } from 'node:crypto';

type Answer = { status: number; headers: [string, string][]; body: string };

// Long enough for pages that a phone asks for at the same moment, short enough to forget soon.
const REMEMBERED_MS = 30_000;

/**
 * A refresh token works once. Two tabs of one person that wake up together both send the same one;
 * the second would lose its session. Both get the answer of one refresh instead.
 */
export function shareRefreshes(send: typeof fetch): typeof fetch {
	const answers = new Map<string, Promise<Answer>>();
	return async (input, init) => {
		const url = input instanceof Request ? input.url : String(input);
		if (
			!url.includes('/auth/v1/token?grant_type=refresh_token') ||
			typeof init?.body !== 'string'
		) {
			return send(input, init);
		}
		const key = createHash('sha256').update(init.body).digest('base64');
		let answer = answers.get(key);
		if (!answer) {
			answer = refresh(send, input, init);
			answers.set(key, answer);
			const forget = () => void answers.delete(key);
			answer.then((done) => {
				if (done.status === 200) setTimeout(forget, REMEMBERED_MS).unref();
				else forget();
			}, forget);
		}
		const { status, headers, body } = await answer;
		return new Response(body, { status, headers });
	};
}

async function refresh(send: typeof fetch, ...request: Parameters<typeof fetch>): Promise<Answer> {
	const response = await send(...request);
	return { status: response.status, headers: [...response.headers], body: await response.text() };
}
