import { parseForm } from '#lib/forms/parse.ts';
import { ARRIVED, countSchema, type Arrival } from './schema.ts';

/** What was counted, as the address of the preview carries it. */
export type Counted = {
	/** What was typed, by the name of its field. */
	typed: Record<string, string>;
	issues: Record<string, string>;
	/** Null while something typed is not a quantity. */
	arrivals: Arrival[] | null;
};

/** Reads counts from an address: a page that can be reloaded and left without asking twice. */
export async function listCounted(params: URLSearchParams): Promise<Counted> {
	const data = new FormData();
	const typed: Record<string, string> = {};
	for (const [name, value] of params) {
		if (!name.startsWith(ARRIVED)) continue;
		data.set(name, value);
		typed[name] = value;
	}
	const parsed = await parseForm(countSchema, data);
	if (parsed.ok) return { typed, issues: {}, arrivals: parsed.value };
	return { typed, issues: parsed.issues, arrivals: null };
}
