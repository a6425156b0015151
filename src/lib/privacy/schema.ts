import * as v from 'valibot';
import { wholeNumber } from '#lib/forms/fields.ts';
import { KINDS, type KindName } from './kinds.ts';

const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** Months chosen for some kinds. Which are allowed is for the database to say. */
export const ChooseMonths = v.partial(
	v.object(
		Object.fromEntries(KIND_NAMES.map((kind) => [kind, wholeNumber(1, 600)])) as Record<
			KindName,
			ReturnType<typeof wholeNumber>
		>
	)
);

/** Months that an address proposes, to see what they would do; null when it proposes none. */
export function proposedMonths(params: URLSearchParams): Partial<Record<KindName, number>> | null {
	const proposed = KIND_NAMES.flatMap((kind) => {
		const months = params.get(kind);
		return months && /^\d{1,3}$/.test(months) ? [[kind, Number(months)] as const] : [];
	});
	return proposed.length > 0 ? Object.fromEntries(proposed) : null;
}
