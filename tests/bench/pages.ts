import autocannon from 'autocannon';
import { median, type Figure } from './figures.ts';

export type Visit = { what: string; url: string; cookie?: string };
export type Speed = { perSecond: number; p99: number };

// Something else on the machine slows one round down, and with it its reference.
const ROUNDS = 3;
const WARM_SECONDS = 2;

async function speed({ what, url, cookie }: Visit, duration: number): Promise<Speed> {
	const headers = cookie ? { cookie } : {};
	const result = await autocannon({ url, connections: 20, duration, headers });
	if (result.non2xx > 0 || result.errors > 0) {
		throw new Error(`${what}: ${result.non2xx} answers were not pages, ${result.errors} failed`);
	}
	return { perSecond: result.requests.average, p99: result.latency.p99 };
}

/** The visit of a browser that has been here before: with the cookies that the first answer gave. */
async function again(visit: Visit): Promise<Visit> {
	const answer = await fetch(visit.url, visit.cookie ? { headers: { cookie: visit.cookie } } : {});
	await answer.arrayBuffer();
	const given = answer.headers.getSetCookie().map((cookie) => cookie.replace(/;.*/, ''));
	const cookies = [visit.cookie, ...given].filter(Boolean);
	return cookies.length > 0 ? { ...visit, cookie: cookies.join('; ') } : visit;
}

/** Requests per second with 20 connections, all visits in turn, three times; answers are asked for unpacked. */
async function speeds(visits: Visit[], seconds: number): Promise<Speed[][]> {
	const returning = await Promise.all(visits.map(again));
	for (const visit of returning) await speed(visit, WARM_SECONDS);
	const measured: Speed[][] = visits.map(() => []);
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const [index, visit] of returning.entries()) {
			measured[index]?.push(await speed(visit, seconds / ROUNDS));
		}
	}
	return measured;
}

function say(runs: Speed[]): string {
	const perSecond = Math.round(median(runs.map((run) => run.perSecond)));
	return `${perSecond} (${Math.round(median(runs.map((run) => run.p99)))} ms)`;
}

/**
 * Page speeds beside the bare page and the static list, the middle of three rounds. Target: a quarter
 * of the static list.
 *
 * @param seconds how long each page is asked in all
 */
export async function pageFigures(
	visits: Visit[],
	references: { bare: Visit; list: Visit },
	seconds: number
): Promise<Figure[]> {
	const { bare, list } = references;
	const [bareRuns = [], listRuns = [], ...runs] = await speeds([bare, list, ...visits], seconds);
	const first: Figure = {
		what: 'bare page, requests/s (p99)',
		value: say(bareRuns),
		reference: '',
		ratio: '',
		target: '',
		met: null
	};
	const figures = visits.map((visit, index): Figure => {
		const own = runs[index] ?? [];
		const ratios = own.map(
			(run, round) => run.perSecond / (listRuns[round]?.perSecond ?? Number.NaN)
		);
		const ratio = median(ratios);
		return {
			what: `${visit.what}, requests/s (p99)`,
			value: say(own),
			reference: `${say(listRuns)}, static list of 30 rows`,
			ratio: ratio.toFixed(2),
			target: '≥ 0.25',
			met: ratio >= 0.25
		};
	});
	return [first, ...figures];
}
