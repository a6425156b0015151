/** How the numbers of a staircase are made. */
export const DOOR_STYLES = ['floor', 'hundred', 'run'] as const;
export type DoorStyle = (typeof DOOR_STYLES)[number];

/** One act adds no more: what the database takes, and what one can check by eye. */
export const MOST_DOORS = 300;
export const LONGEST_DOOR = 20;

export type StaircasePlan = { from: number; to: number; perFloor: number; style: DoorStyle };
export type Door = { floor: number; door: string };
export type DoorsToAdd = { building: string; staircase: string; doors: Door[] };

/** Why typed numbers cannot be added: a number on two floors, one that is too long. */
export type DoorProblem = { kind: 'twice' | 'too_long'; floor: number; door: string };

/** Numbers for every floor of a staircase, lowest floor first. A proposal: people correct it. */
export function proposeDoors({ from, to, perFloor, style }: StaircasePlan): [number, string[]][] {
	const floors = Array.from({ length: to - from + 1 }, (_, index) => from + index);
	return floors.map((floor, index) => [
		floor,
		Array.from({ length: perFloor }, (_, rank) =>
			style === 'run'
				? String(index * perFloor + rank + 1)
				: numberOnFloor(floor, rank + 1, style === 'hundred' || perFloor > 9)
		)
	]);
}

function numberOnFloor(floor: number, rank: number, twoDigits: boolean): string {
	const ending = twoDigits ? String(rank).padStart(2, '0') : String(rank);
	return floor < 0 ? `S${-floor}${ending}` : `${floor}${ending}`;
}

/** Reads the numbers that somebody typed for a floor: "11, 12 bis; 13". */
export function readDoors(typed: string): string[] {
	return typed
		.split(/[,;\n]/)
		.map((door) => door.trim().replace(/\s+/g, ' '))
		.filter((door) => door !== '');
}

/** Gathers the doors of all floors and finds what cannot be: the same number twice on a staircase. */
export function gatherDoors(floors: Record<string, string>): {
	doors: Door[];
	problems: DoorProblem[];
} {
	const doors: Door[] = [];
	const problems: DoorProblem[] = [];
	const seen = new Set<string>();
	for (const [floor, typed] of Object.entries(floors)) {
		for (const door of readDoors(typed)) {
			if (seen.has(door)) problems.push({ kind: 'twice', floor: Number(floor), door });
			else if (door.length > LONGEST_DOOR)
				problems.push({ kind: 'too_long', floor: Number(floor), door });
			seen.add(door);
			doors.push({ floor: Number(floor), door });
		}
	}
	return { doors, problems };
}
