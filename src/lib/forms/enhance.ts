import { tick } from 'svelte';
import type { SubmitFunction } from '$app/forms';

/** What went wrong on the way, before or instead of an answer from the action. */
export type Trouble = 'session' | 'person' | 'network' | 'server';

/** Where somebody without a session is sent. */
const SIGN_IN = '/sign-in';

/**
 * How every form of ours is sent with JavaScript: once at a time, keeping what was typed whatever
 * happens, and leading to the first line that needs a correction.
 *
 * @param onTrouble told when a form leaves (null) and when its way failed
 */
export function sendForm(onTrouble: (trouble: Trouble | null) => void): SubmitFunction {
	return ({ formElement, submitter, cancel }) => {
		if (formElement.getAttribute('aria-busy') === 'true') {
			cancel();
			return;
		}
		formElement.setAttribute('aria-busy', 'true');
		submitter?.setAttribute('data-pressed', '');
		onTrouble(null);

		return async ({ result, update }) => {
			try {
				// Going to the sign-in page now would throw away what was typed.
				if (result.type === 'redirect' && isSignIn(result.location)) {
					onTrouble('session');
				} else if (result.type === 'redirect' && isOtherPerson(result.location)) {
					onTrouble('person');
				} else if (result.type === 'error') {
					onTrouble(result.location === undefined ? 'network' : 'server');
				} else {
					await update({ reset: false });
				}
			} finally {
				formElement.removeAttribute('aria-busy');
				submitter?.removeAttribute('data-pressed');
			}
			await tick();
			if (result.type === 'failure') focusFirstIssue(formElement);
		};
	};
}

/** Whether an address is the sign-in page that a page without its session sends to: it comes back. */
function isSignIn(location: string): boolean {
	const { pathname, searchParams } = new URL(location, window.location.href);
	return pathname === SIGN_IN && searchParams.has('next');
}

/** Whether an address says that somebody else uses this device now. */
function isOtherPerson(location: string): boolean {
	const { pathname, searchParams } = new URL(location, window.location.href);
	return pathname === '/switch' && searchParams.has('other');
}

/** Leads to the sentence about the whole form where one is shown, else to the one refused field. */
function focusFirstIssue(form: HTMLFormElement): void {
	const summary = form.querySelector<HTMLElement>('[role="alert"]');
	// Hidden (`unless-beside`) where the only sentence stands beside its field.
	const target = summary?.offsetParent
		? summary
		: form.querySelector<HTMLElement>(
				':is(input, select, textarea)[aria-invalid="true"], [role="radiogroup"][aria-invalid="true"] input'
			);
	target?.focus();
}
