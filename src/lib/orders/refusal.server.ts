import { fail, type ActionFailure } from '@sveltejs/kit';
import { echo, type FormFailure } from '#lib/forms/parse.ts';
import { QUANTITY } from '#lib/orders/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { Refusal } from '#lib/server/supabase/rpc.ts';
import { errorSentence, type ErrorDetail } from '#lib/text/errors.ts';

/**
 * The answer of an action when the database refuses an order: what was typed, and a sentence beside
 * each article that it is about. Anything that is not a refusal is thrown on, to be logged.
 */
export function refuseOrder(problem: unknown, data: FormData): ActionFailure<FormFailure> {
	if (!(problem instanceof Refusal)) throw problem;
	const { status, key, detail } = problem;
	// Who empties an order that exists wants to cancel it, and there is a button for that.
	const emptied = key === 'empty_order' && data.get('baseVersion') !== '0';
	const sentence = emptied
		? m.orders_emptied()
		: key === 'changed_meanwhile'
			? m.orders_changed_meanwhile()
			: problem.sentence;
	if (detail.lines) return refuseLines(status, key, detail.lines, data);
	const { offer, name } = detail;
	if (typeof offer !== 'string') {
		return fail(status, { values: echo(data), issues: {}, message: sentence, key });
	}
	return fail(status, {
		values: echo(data),
		issues: { [QUANTITY + offer]: sentence },
		message: typeof name === 'string' ? m.orders_refused_for({ name, sentence }) : sentence,
		key
	});
}

/** Several lines at once. What is no longer offered may have left the page: it is named above. */
function refuseLines(
	status: number,
	key: string,
	lines: NonNullable<ErrorDetail['lines']>,
	data: FormData
): ActionFailure<FormFailure> {
	const about = lines.map((line) => ({ ...line, sentence: errorSentence(line.key, line) }));
	const gone = about
		.filter((line) => line.key === 'offer_unavailable')
		.map(({ name, sentence }) => (name ? m.orders_refused_for({ name, sentence }) : sentence));
	return fail(status, {
		values: echo(data),
		issues: Object.fromEntries(about.map(({ offer, sentence }) => [QUANTITY + offer, sentence])),
		message: [m.form_summary({ count: lines.length }), ...gone].join(' '),
		key
	});
}
