import { deadline } from '#lib/orders/phrases.ts';
import type { DeskHousehold, DeskPage } from '#lib/orders/views.ts';
import { m } from '#lib/paraglide/messages.js';

/** A door of the list. What is empty is absent, as a residence may have hundreds of them. */
export type DeskDoor = {
	id: string;
	building?: string;
	staircase: string;
	label: string;
	names?: string;
	/** Nobody there has an account: served on paper or by voice. */
	paper?: true;
	/** What its order costs; absent without one. */
	totalCents?: number;
};

/** Says the order desk; call it on the server. `saved`: the household whose order was just entered. */
export function sayDesk({ round, shell, households }: DeskPage, saved: string | null, now: string) {
	const clock = { now, timeZone: shell.residence.timeZone };
	const doors = households.map(leanDoor);
	const entered = doors.find(({ id, totalCents }) => id === saved && totalCents !== undefined);
	return {
		title: round.title,
		phase: round.phase,
		/** `jusqu’à mercredi 18 h` */
		until: m.orders_until({ moment: deadline(round, clock) }),
		/** To search in, for `readDoors`. As one string: SvelteKit took a fifth of the time of the page to write its values. */
		doors: JSON.stringify(doors),
		/** To read its total aloud. */
		saved: entered ?? null
	};
}

function leanDoor({ id, building, staircase, label, names, paper, totalCents }: DeskHousehold) {
	const door: DeskDoor = { id, staircase, label };
	if (building) door.building = building;
	if (names) door.names = names;
	if (paper) door.paper = paper;
	if (totalCents !== null) door.totalCents = totalCents;
	return door;
}

/** The doors that `sayDesk` wrote. */
export function readDoors(text: string): DeskDoor[] {
	return JSON.parse(text) as DeskDoor[];
}
