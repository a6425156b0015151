import { m } from '#lib/paraglide/messages.js';

/** How a floor is called: "rez-de-chaussée", "1er étage", "2e étage", "1er sous-sol". */
export function nameFloor(floor: number): string {
	if (floor === 0) return m.people_floor_ground();
	if (floor === 1) return m.people_floor_first();
	if (floor > 1) return m.people_floor({ floor });
	return m.people_floor_basement({ floor: -floor, ending: floor === -1 ? 'er' : 'e' });
}
