import { m } from '#lib/paraglide/messages.js';
import type { GivenRole } from '#lib/residences/views.ts';

/** What a role is called on a page. */
export function nameRole(role: GivenRole): string {
	return {
		tenant: m.me_role_tenant,
		relay: m.me_role_relay,
		caretaker: m.me_role_caretaker,
		manager: m.me_role_manager,
		substitute: m.me_role_substitute,
		helper: m.me_role_helper
	}[role]();
}
