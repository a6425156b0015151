import * as v from 'valibot';
import { email, id, requiredText } from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { MOST_LETTERS } from './password-rule.ts';

/** As it was typed: spaces belong to it. */
const password = v.pipe(
	v.optional(v.string(), ''),
	v.nonEmpty(() => m.credentials_password_missing()),
	v.maxLength(MOST_LETTERS * 4)
);

/** Signing in with a password. */
export const UsePassword = v.object({ email, password });

/** Typing it once more. */
export const ProvePassword = v.object({ password });

/** A new password, and whether one's other devices are signed out. */
export const ChoosePassword = v.object({
	password,
	others: v.pipe(
		v.optional(v.string(), ''),
		v.transform((ticked) => ticked !== '')
	)
});

/** The address that is to be one's own. */
export const NameEmail = v.object({ email });

/** Somebody of this device. */
export const ChooseSession = v.object({ session: id });

/** One of one's devices. */
export const ChooseDevice = v.object({ device: id });

/** A device and what its owner calls it. */
export const NameDevice = v.object({ device: id, name: requiredText(60) });
