import { m } from '#lib/paraglide/messages.js';

/** The name to show: of somebody who was forgotten, nothing is left but that they lived here. */
export function nameOrFormer(name: string): string {
	return name === '' ? m.people_former() : name;
}
