import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { listPeopleHere, switchTo } from '#lib/accounts/people-here.server.ts';
import { ChooseSession } from '#lib/accounts/schema.ts';
import { CARRIED, unpackForm } from '#lib/forms/carried.ts';
import { parseForm, type FormFailure } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { AskCode, BecomePerson, TryCode } from '#lib/members/schema.ts';
import {
	askCode,
	becomeDemoPerson,
	claimMemberships,
	listDemoPeople,
	readPending,
	tryCode,
	unsentMails
} from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { errorSentence } from '#lib/text/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/*
 * Sign-in in the middle of a form, for who has no JavaScript: every step is the answer to a form, so
 * that what was typed goes along in a hidden field.
 */
export const csr = false;

type Step = 'email' | 'code' | 'send' | 'other';

/** What a step shows; `packed` is what the next one carries on. */
const show = (step: Step, packed: string, failure: FormFailure | null = null) => ({
	step,
	packed,
	failure
});

export const load: PageServerLoad = async ({ cookies, locals, request }) => {
	if (request.method !== 'POST') redirect(303, '/sign-in');
	const demo = await listDemoPeople(locals.supabase);
	const email = readPending(cookies)?.email ?? '';
	const people = await listPeopleHere();
	return { demo, email, people, mails: await unsentMails(demo.length > 0) };
};

/** The form with what it carries; without it there is nothing to come back to. */
async function read(request: Request) {
	const data = await request.formData();
	const packed = data.get(CARRIED);
	const carried = unpackForm(packed);
	if (!carried || typeof packed !== 'string') redirect(303, '/sign-in');
	data.delete(CARRIED);
	return { data, packed, page: carried.action.replace(/\?.*$/, '') };
}

/** The same step again, with what is wrong. */
const again = (step: Step, packed: string, { status, data }: ActionFailure<FormFailure>) =>
	fail(status, show(step, packed, data));

export const actions: Actions = {
	keep: async ({ request }) => {
		const { packed } = await read(request);
		return fail(401, show('email', packed));
	},

	/** Opened for somebody else of this device, who may be here still. */
	other: async ({ request }) => {
		const { packed } = await read(request);
		return fail(409, show('other', packed));
	},

	switch: async ({ request }) => {
		const { data, packed } = await read(request);
		const parsed = await parseForm(ChooseSession, data);
		if (!parsed.ok || !(await switchTo(parsed.value.session))) {
			return fail(410, show('email', packed));
		}
		return show('send', packed);
	},

	ask: async ({ request }) => {
		const { data, packed, page } = await read(request);
		const parsed = await parseForm(AskCode, data);
		if (!parsed.ok) return again('email', packed, fail(422, parsed));
		try {
			await askCode(parsed.value.email, page);
		} catch (problem) {
			return again('email', packed, refuse(problem, data, { too_many_tries: 'email' }));
		}
		return show('code', packed);
	},

	enter: async ({ cookies, locals, request }) => {
		const { data, packed } = await read(request);
		const pending = readPending(cookies);
		if (!pending)
			return again('email', packed, refuseField(data, 'email', m.auth_code_gone(), 410));
		const parsed = await parseForm(TryCode, data);
		if (!parsed.ok) return again('code', packed, fail(422, parsed));
		try {
			const result = await tryCode(pending, parsed.value.code);
			if (result !== 'signed-in') {
				return again('code', packed, refuseField(data, 'code', errorSentence(result)));
			}
		} catch (problem) {
			return again('code', packed, refuse(problem, data, { too_many_tries: 'code' }));
		}
		await claimMemberships(locals.supabase);
		return show('send', packed);
	},

	demo: async ({ locals, request }) => {
		const { data, packed } = await read(request);
		const parsed = await parseForm(BecomePerson, data);
		if (!parsed.ok || !(await becomeDemoPerson(parsed.value.email))) {
			return again('email', packed, refuseField(data, 'person', m.auth_demo_gone(), 404));
		}
		await claimMemberships(locals.supabase);
		return show('send', packed);
	}
};
