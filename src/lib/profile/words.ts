import { m } from '#lib/paraglide/messages.js';
import type { PhoneTo } from './views.ts';

/** Who may see a phone, as an answer to that question. */
export function namePhoneTo(phoneTo: PhoneTo): string {
	return {
		nobody: m.profile_phone_nobody,
		helper: m.profile_phone_helper,
		residence: m.profile_phone_residence
	}[phoneTo]();
}
