import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { AnswerRequest, ChooseHousehold, ChooseLetter, ShowRequest } from '#lib/joining/schema.ts';
import {
	answerRequest,
	endHouseholdDevices,
	readJoining,
	renewJoinCode,
	revokeLetter
} from '#lib/joining/server.ts';
import { requireMember } from '#lib/members/server.ts';
import { showRequestContacts } from '#lib/profile/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readJoining(requireMember(), params.residence);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return { ...page, now: new Date().toISOString(), site: `${url.host}/join` };
};

export const actions: Actions = {
	code: async ({ cookies, params, url }) => {
		await renewJoinCode(requireMember(), params.residence);
		setFlash(cookies, m.poster_renewed());
		redirect(303, url.pathname);
	},

	answer: async ({ cookies, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(AnswerRequest, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await answerRequest(client, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		const name = String(data.get('name') ?? '').slice(0, 80);
		setFlash(
			cookies,
			parsed.value.answer === 'yes' ? m.letters_let_in({ name }) : m.letters_refused({ name })
		);
		redirect(303, url.pathname);
	},

	contacts: async ({ request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ShowRequest, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const asked = parsed.value.request;
			return { asked, contacts: await showRequestContacts(client, asked) };
		} catch (problem) {
			return refuse(problem, data);
		}
	},

	revoke: async ({ cookies, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChooseLetter, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await revokeLetter(client, parsed.value.letter);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.letters_revoked());
		redirect(303, url.pathname);
	},

	devices: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChooseHousehold, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const count = await endHouseholdDevices(client, params.residence, parsed.value.household);
			setFlash(cookies, m.devices_ended_count({ count }));
		} catch (problem) {
			return refuse(problem, data);
		}
		redirect(303, url.pathname);
	}
};
