import type { Unit } from '#lib/text/quantity.ts';
import type { BasketView } from './views.ts';

/** How the pick-up list is looked at. */
export const LISTS = ['stairs', 'names', 'left'] as const;
export type ListKind = (typeof LISTS)[number];

export type BasketGroup = {
	key: string;
	/** Null in a list without titles. */
	place: { building: string; staircase: string } | null;
	baskets: BasketView[];
};

/** Letters without accents, spaces and points: "b12" finds "B 12", "ines" finds "Inès". */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.replace(/[\s.’'-]/g, '')
		.toLowerCase();
}

/** Baskets that a search means: by the start of the door, or by parts of a name. */
export function findBaskets(baskets: readonly BasketView[], query: string): BasketView[] {
	const wanted = plain(query);
	if (!wanted) return [...baskets];
	const words = query.trim().split(/\s+/).map(plain).filter(Boolean);
	return baskets.filter(({ household, for: person }) => {
		const names = plain(`${household.names ?? ''} ${person ?? ''}`);
		return (
			plain(household.label).startsWith(wanted) ||
			plain(household.staircase + household.door).startsWith(wanted) ||
			plain(household.door) === wanted ||
			words.every((word) => names.includes(word))
		);
	});
}

/** The family name is what one looks for in a list of names. */
function familyName({ household }: BasketView): string {
	const first = household.names?.split(',')[0]?.trim() ?? '';
	return first.split(/\s+/).at(-1) || household.label;
}

/** The list as it is asked for: under staircases, by family name, or what is still there. */
export function arrangeBaskets(
	baskets: readonly BasketView[],
	kind: ListKind,
	language: string
): BasketGroup[] {
	if (kind === 'names') {
		const { compare } = new Intl.Collator(language);
		const sorted = [...baskets].sort((one, other) => compare(familyName(one), familyName(other)));
		return sorted.length ? [{ key: 'names', place: null, baskets: sorted }] : [];
	}
	const shown = kind === 'left' ? baskets.filter((basket) => !isDone(basket)) : baskets;
	const groups = new Map<string, BasketGroup>();
	for (const basket of shown) {
		const { building, staircase } = basket.household;
		const key = `${building}\n${staircase}`;
		const group = groups.get(key) ?? { key, place: { building, staircase }, baskets: [] };
		group.baskets.push(basket);
		groups.set(key, group);
	}
	return [...groups.values()];
}

/** Nothing is left to hand over. */
export function isDone({ pickupState }: Pick<BasketView, 'pickupState'>): boolean {
	return pickupState === 'collected';
}

/** What must still be on the table: the contents of all baskets that are not handed over whole. */
export function sumLeft(
	baskets: readonly BasketView[]
): { offerId: string; name: string; unit: Unit; pictogram: string; quantity: number }[] {
	const left = new Map<string, ReturnType<typeof sumLeft>[number]>();
	for (const basket of baskets) {
		if (isDone(basket)) continue;
		for (const { offerId, name, unit, pictogram, quantity, receivedQuantity } of basket.lines) {
			const sum = left.get(offerId) ?? { offerId, name, unit, pictogram, quantity: 0 };
			// In thousandths: 0.1 + 0.2 is not 0.3.
			sum.quantity =
				(Math.round(sum.quantity * 1000) + Math.round((receivedQuantity ?? quantity) * 1000)) /
				1000;
			left.set(offerId, sum);
		}
	}
	return [...left.values()].filter(({ quantity }) => quantity > 0);
}

/** Baskets to carry upstairs, the lowest floor first within each staircase. */
export function listCarryUps(baskets: readonly BasketView[]): BasketView[] {
	return baskets.filter(({ pickupState }) => pickupState === 'carry_up');
}
