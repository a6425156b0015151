/** `names` is absent where nobody lives. */
type Door = { label: string; names?: string };

/**
 * Households that fit what was typed, best first: the door itself ("b12", "B 12"), doors that start
 * like it ("b1"), then names, without accents and in any order ("benali", "karim b").
 */
export function findDoors<Row extends Door>(households: readonly Row[], query: string): Row[] {
	const words = plain(query).split(' ').filter(Boolean);
	if (words.length === 0) return [...households];
	const door = words.join('');
	const ranked = households.map((household) => ({ household, rank: rank(household, words, door) }));
	return ranked
		.filter(({ rank }) => rank > 0)
		.sort((one, other) => other.rank - one.rank)
		.map(({ household }) => household);
}

/** 3 for the door itself, 2 for a door that starts so, 1 for a name, 0 for neither. */
function rank({ label, names }: Door, words: string[], door: string): number {
	const compact = plain(label).replaceAll(' ', '');
	if (compact === door) return 3;
	if (compact.startsWith(door)) return 2;
	const parts = plain(names ?? '').split(' ');
	return words.every((word) => parts.some((part) => part.startsWith(word))) ? 1 : 0;
}

/** Small letters and digits without accents, single spaces between. */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.toLowerCase()
		.replace(/œ/g, 'oe')
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();
}
