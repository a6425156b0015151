/** Rows of one staircase, in the order of a list that is sorted by door. */
export type Staircase<Row> = { key: string; building?: string; staircase: string; rows: Row[] };

/** Groups doors by building and staircase, keeping their order. */
export function byStaircase<Row extends { building?: string; staircase: string }>(
	rows: readonly Row[]
): Staircase<Row>[] {
	const groups = new Map<string, Staircase<Row>>();
	for (const row of rows) {
		const { building, staircase } = row;
		const key = building ? `${building} ${staircase}` : staircase;
		const group = groups.get(key) ?? { key, building, staircase, rows: [] };
		group.rows.push(row);
		groups.set(key, group);
	}
	return [...groups.values()];
}
