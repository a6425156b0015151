import { m } from '#lib/paraglide/messages.js';
import { isDesk, isStaff, type Role } from '#lib/residences/views.ts';
import type { IconName } from '#lib/ui/icon-names.ts';

/** A place of the menu. Add one here when its pages exist, never before. */
export interface Place {
	/** The address below `/r/<residence>`; empty for the first page. */
	path: string;
	label: string;
	/** Instead of the label on a phone, where four words share 360 pixels. */
	short?: string;
	icon: IconName;
	/** In the side column only: a phone has room for four places. */
	deskOnly?: boolean;
}

/** The places that a role has, in the order of the menu. */
export function listPlaces(role: Role): Place[] {
	const home = isDesk(role)
		? ({ path: '', label: m.shell_today(), short: m.shell_home(), icon: 'house' } as const)
		: ({ path: '', label: m.shell_home(), icon: 'house' } as const);
	const places: Place[] = [
		home,
		{ path: '/orders', label: m.shell_rounds(), icon: 'shopping-basket' }
	];
	if (isStaff(role)) {
		places.push({
			path: '/catalogue',
			label: m.shell_products(),
			icon: 'sprout'
		});
	}
	if (isDesk(role)) {
		places.push({
			path: '/members',
			label: m.shell_people(),
			icon: 'users',
			// A phone of the staff has four places already: there the settings lead to the neighbours.
			deskOnly: isStaff(role)
		});
	}
	if (role === 'manager') {
		// On a phone the bar at the top leads there.
		places.push({
			path: '/landlord',
			label: m.landlord_title(),
			icon: 'building',
			deskOnly: true
		});
	}
	if (isStaff(role)) {
		places.push({ path: '/settings', label: m.shell_settings(), icon: 'settings' });
	}
	return places;
}

/** Whether a place is where one is: its own page or one below it. */
export function isCurrent(place: Place, pathname: string, root: string): boolean {
	if (place.path === '') return pathname === root;
	const address = root + place.path;
	return pathname === address || pathname.startsWith(`${address}/`);
}
