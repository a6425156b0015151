import type { Door, PeoplePage, Person } from './views.ts';

/** Letters without accents and spaces, so that "b12", "B 12" and "ines" find what they mean. */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.replace(/[\s.’'-]/g, '')
		.toLowerCase();
}

type Everybody = Pick<PeoplePage, 'households' | 'others'>;

/**
 * Doors and people that a search means: by the door's name, or by a part of somebody's name. Whoever
 * lives behind a found door is shown with it.
 */
export function findPeople({ households, others }: Everybody, query: string): Everybody {
	const wanted = plain(query);
	if (!wanted) return { households, others };
	const words = query.trim().split(/\s+/).map(plain).filter(Boolean);
	const named = ({ name }: Person) => {
		const letters = plain(name);
		return words.every((word) => letters.includes(word));
	};
	const isDoor = (door: Door) =>
		plain(door.label).startsWith(wanted) ||
		plain(`${door.staircase}${door.door}`).startsWith(wanted) ||
		plain(door.door) === wanted;
	return {
		households: households.filter((door) => isDoor(door) || door.members.some(named)),
		others: others.filter(named)
	};
}

/** Doors of each staircase, in the order of the list. */
export function groupByStaircase(
	households: Door[]
): { key: string; building: string; staircase: string; doors: Door[] }[] {
	const groups = new Map<string, Door[]>();
	for (const door of households) {
		const key = `${door.building}\n${door.staircase}`;
		const group = groups.get(key);
		if (group) group.push(door);
		else groups.set(key, [door]);
	}
	return [...groups].map(([key, doors]) => {
		const [building = '', staircase = ''] = key.split('\n');
		return { key, building, staircase, doors };
	});
}
