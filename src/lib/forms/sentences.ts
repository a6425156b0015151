import type { StandardSchemaV1 } from '@standard-schema/spec';
import { m } from '#lib/paraglide/messages.js';
import { formatNumber } from '#lib/text/quantity.ts';

/** What valibot adds to a standard issue; other libraries leave it out. */
interface DetailedIssue extends StandardSchemaV1.Issue {
	kind?: string;
	type?: string;
	input?: unknown;
	requirement?: unknown;
}

/**
 * The sentence for a refused field in the language of the page. A schema that wants its own words
 * gives them as a function (`() => m.…()`); the library's English defaults never reach a page.
 */
export function issueSentence(issue: StandardSchemaV1.Issue): string {
	const { type, input, requirement, message }: DetailedIssue = issue;
	if (type === undefined || !message.startsWith('Invalid ')) return message;

	const empty = input === undefined || input === null || input === '';
	const count = typeof requirement === 'number' ? formatNumber(requirement) : '';
	switch (type) {
		case 'non_empty':
		case 'string':
			return m.form_required();
		case 'picklist':
		case 'enum':
		case 'union':
		case 'variant':
		case 'uuid':
			return m.form_choose();
		case 'min_length':
			return empty || requirement === 1 ? m.form_required() : m.form_too_short({ count });
		case 'max_length':
		case 'max_bytes':
		case 'max_graphemes':
			return m.form_too_long({ count });
		case 'email':
			return empty ? m.form_required() : m.form_email();
		case 'integer':
		case 'safe_integer':
			return m.form_whole_number();
		case 'number':
		case 'decimal':
		case 'to_number':
			return empty ? m.form_required() : m.form_number();
		case 'min_value':
			return count ? m.form_min({ min: count }) : m.form_invalid();
		case 'max_value':
			return count ? m.form_max({ max: count }) : m.form_invalid();
		case 'iso_date':
		case 'iso_date_time':
		case 'iso_time':
		case 'iso_timestamp':
			return m.form_date();
		default:
			return empty ? m.form_required() : m.form_invalid();
	}
}
