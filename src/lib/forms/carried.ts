/**
 * What was typed into a form whose session had ended, on its way through sign-in: in a hidden field
 * of each step, never in an address or a cookie, where it would stay behind.
 */
export type Carried = {
	/** Where the form was going, with its action: `/r/…/orders/…?/place`. */
	action: string;
	fields: [name: string, value: string][];
	/** Files were chosen as well: those cannot come along. */
	hadFiles: boolean;
};

/** Name of the hidden field. */
export const CARRIED = 'carried';

/** Each step writes it once per person to choose from, in the demonstration. */
const MOST_LETTERS = 60_000;

/** Packs a form up; null when it is larger than anything a person types here. */
export function packForm(action: string, data: FormData): string | null {
	const fields: Carried['fields'] = [];
	let hadFiles = false;
	for (const [name, value] of data) {
		if (typeof value === 'string') fields.push([name, value]);
		else hadFiles ||= value.size > 0;
	}
	const packed = JSON.stringify({ action, fields, hadFiles } satisfies Carried);
	return packed.length > MOST_LETTERS ? null : packed;
}

/** What a step of ours carries; null for anything else. */
export function unpackForm(packed: unknown): Carried | null {
	if (typeof packed !== 'string' || packed.length > MOST_LETTERS) return null;
	try {
		const { action, fields, hadFiles } = JSON.parse(packed) as Partial<Carried>;
		// A page of this site: no other address, however it is written.
		if (typeof action !== 'string' || !/^\/r\/[\w/-]+(\?[^\\\s]*)?$/.test(action)) return null;
		if (!Array.isArray(fields) || !fields.every(isField)) return null;
		return { action, fields, hadFiles: hadFiles === true };
	} catch {
		// Not ours: the same as nothing.
		return null;
	}
}

function isField(field: unknown): field is [string, string] {
	return (
		Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string')
	);
}
