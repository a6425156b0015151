import { m } from '#lib/paraglide/messages.js';
import { capitalise, monthName } from '#lib/text/dates.ts';

/** Whether a product with these months is in season; no month at all means all year. */
export function isInSeason(months: readonly number[], month: number): boolean {
	return months.length === 0 || months.includes(month);
}

/** Runs of following months, across the new year: `[9, 10, 12, 1]` → `[[9, 10], [12, 1]]`. */
export function seasonRuns(months: readonly number[]): [number, number][] {
	const known = new Set(months);
	const runs: [number, number][] = [];
	for (const month of [...known].sort((a, b) => a - b)) {
		if (known.has(previous(month))) continue;
		let last = month;
		while (known.has(next(last)) && next(last) !== month) last = next(last);
		runs.push([month, last]);
	}
	return runs;
}

/** A season in words: `De septembre à mars`, `Juin, de septembre à mars`, `Toute l’année`. */
export function seasonText(months: readonly number[]): string {
	if (months.length === 0 || new Set(months).size === 12) return m.catalogue_all_year();
	const runs = seasonRuns(months).map(([first, last]) =>
		first === last
			? monthName(first)
			: m.catalogue_season_range({ from: monthName(first), to: monthName(last) })
	);
	return capitalise(runs.join(', '));
}

/** The month of a wall time (`2026-11-22T20:09`), 1 to 12. */
export function monthOf(wallTime: string): number {
	return Number(wallTime.slice(5, 7));
}

const next = (month: number) => (month % 12) + 1;
const previous = (month: number) => ((month + 10) % 12) + 1;
