import type { PickupState } from '#lib/orders/views.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatQuantity, type Unit } from '#lib/text/quantity.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { Comparison } from './arrivals.ts';
import type { Rule } from './schema.ts';
import type { BasketView } from './views.ts';

/** How a product's count stands, in a sentence with its colour. */
export function arrivalWords(compared: Comparison, unit: Unit): { text: string; tone: Tone } {
	switch (compared.kind) {
		case 'whole':
			return { text: m.delivery_whole(), tone: 'leaf' };
		case 'short':
			return {
				text: m.delivery_short({ amount: formatQuantity(compared.missing, unit) }),
				tone: 'sun'
			};
		case 'more':
			return {
				text: m.delivery_more({ amount: formatQuantity(compared.surplus, unit) }),
				tone: 'sky'
			};
	}
}

/** A sharing rule: its name and what it does. */
export function ruleWords(rule: Rule): { title: string; text: string } {
	switch (rule) {
		case 'same_cut':
			return { title: m.delivery_rule_same_cut(), text: m.delivery_rule_same_cut_text() };
		case 'oldest_first':
			return { title: m.delivery_rule_oldest(), text: m.delivery_rule_oldest_text() };
		case 'small_first':
			return { title: m.delivery_rule_small(), text: m.delivery_rule_small_text() };
	}
}

/** Where a basket is, at the counter; null while it simply waits. */
export function basketBadge(state: PickupState): { text: string; tone: Tone } | null {
	switch (state) {
		case 'waiting':
			return null;
		case 'collected':
			return { text: m.pickup_collected(), tone: 'leaf' };
		case 'partly':
			return { text: m.pickup_partly(), tone: 'sun' };
		case 'carry_up':
			return { text: m.pickup_carry_up(), tone: 'sky' };
		case 'not_collected':
			return { text: m.pickup_not_collected(), tone: 'brick' };
	}
}

/** Who the basket is for: the names on the door, else the person of the order, else the door. */
export function basketName({ household, for: person }: BasketView): string {
	return household.names ?? person ?? household.label;
}

/** What the household gets of a line: what it ordered until something was counted. */
export function lineAmount(line: BasketView['lines'][number]): string {
	return formatQuantity(line.receivedQuantity ?? line.quantity, line.unit);
}
