import { fail, type ActionFailure } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { echo, type FormFailure } from '#lib/forms/parse.ts';
import type { ErrorDetail } from '#lib/text/errors.ts';

/** A refusal of the database as `call` throws it; by shape, as forms know nothing of the server. */
export interface RefusalLike extends Error {
	status: number;
	key: string;
	detail: ErrorDetail;
	sentence: string;
}

/** Which field a refusal is about: by key, or worked out from its detail. */
export type FieldOf =
	Readonly<Partial<Record<string, string>>> | ((refusal: RefusalLike) => string | undefined);

/**
 * Turns a refusal caught in a form action into its answer: what was typed, and the sentence beside
 * the field it is about. Everything else that was caught is thrown on: bugs to be logged, redirects.
 *
 * ```ts
 * try {
 * 	await placeOrder(client, round, household, parsed.value);
 * } catch (problem) {
 * 	return refuse(problem, data, ({ detail }) => `lines.${detail.offer}`);
 * }
 * redirect(303, …);
 * ```
 */
export function refuse(
	problem: unknown,
	data: FormData,
	fieldOf: FieldOf = {}
): ActionFailure<FormFailure> {
	if (!isRefusal(problem)) throw problem;

	const { status, key, detail, sentence } = problem;
	const own = typeof fieldOf === 'function' ? fieldOf(problem) : fieldOf[key];
	const field = own ?? detail.field;
	return fail(status, {
		values: echo(data),
		issues: field ? { [field]: sentence } : {},
		message: detail.name ? m.form_about({ name: detail.name, sentence }) : sentence,
		key
	});
}

/** Refuses a form for a reason that the action found itself (a photo that is none). */
export function refuseField(
	data: FormData,
	field: string,
	sentence: string,
	status = 422
): ActionFailure<FormFailure> {
	return fail(status, {
		values: echo(data),
		issues: { [field]: sentence },
		message: sentence,
		key: 'form_invalid'
	});
}

function isRefusal(problem: unknown): problem is RefusalLike {
	return problem instanceof Error && problem.name === 'Refusal' && 'sentence' in problem;
}
