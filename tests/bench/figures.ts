/** One line of the table: what was measured, beside its reference of the same run. */
export type Figure = {
	what: string;
	value: string;
	reference: string;
	ratio: string;
	target: string;
	met: boolean | null;
};

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that a share of the values do not exceed. */
export function percentile(values: number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that each of several runs took, the first ones left out. */
export async function time(runs: number, act: () => Promise<unknown>, warm = 5): Promise<number[]> {
	const taken: number[] = [];
	for (let run = -warm; run < runs; run += 1) {
		const start = performance.now();
		await act();
		if (run >= 0) taken.push(performance.now() - start);
	}
	return taken;
}

/** The figures as a Markdown table. */
export function table(figures: Figure[]): string {
	const rows = figures.map(
		({ what, value, reference, ratio, target, met }) =>
			`| ${what} | ${value} | ${reference} | ${ratio} | ${target} | ${met === null ? '' : met ? 'yes' : '**no**'} |`
	);
	return [
		'| what | measured | reference, same run | ratio | target | met |',
		'|---|---|---|---|---|---|',
		...rows
	].join('\n');
}
