import autocannon from 'autocannon';
import type { Figure } from './figures.ts';

export type Visit = { what: string; url: string; cookie?: string };
export type Speed = { perSecond: number; p99: number };

/** Requests per second and 99th percentile of one page, 20 connections, `seconds` long. */
export async function speed(visit: Visit, seconds: number): Promise<Speed> {
	const run = (duration: number) =>
		autocannon({
			url: visit.url,
			connections: 20,
			duration,
			...(visit.cookie && { headers: { cookie: visit.cookie } })
		});
	await run(2);
	const result = await run(seconds);
	if (result.non2xx > 0 || result.errors > 0) {
		throw new Error(
			`${visit.what}: ${result.non2xx} answers were not pages, ${result.errors} failed`
		);
	}
	return { perSecond: result.requests.average, p99: result.latency.p99 };
}

/** Page speeds beside the bare page and the static list. Target: a quarter of the static list. */
export async function pageFigures(
	visits: Visit[],
	references: { bare: Visit; list: Visit },
	seconds: number
): Promise<Figure[]> {
	const bare = await speed(references.bare, seconds);
	const list = await speed(references.list, seconds);
	const figures: Figure[] = [
		{
			what: 'bare page, requests/s (p99)',
			value: `${Math.round(bare.perSecond)} (${bare.p99} ms)`,
			reference: '',
			ratio: '',
			target: '',
			met: null
		}
	];
	for (const visit of visits) {
		const page = await speed(visit, seconds);
		const ratio = page.perSecond / list.perSecond;
		figures.push({
			what: `${visit.what}, requests/s (p99)`,
			value: `${Math.round(page.perSecond)} (${page.p99} ms)`,
			reference: `${Math.round(list.perSecond)} (${list.p99} ms), static list of 30 rows`,
			ratio: ratio.toFixed(2),
			target: '≥ 0.25',
			met: ratio >= 0.25
		});
	}
	return figures;
}
