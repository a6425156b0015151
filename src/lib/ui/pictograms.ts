import type { IconName } from './icon-names.ts';
import type { Tone } from './tone.ts';

/** What stands in for a photo: the name kept with the thing, its drawing and its colour. */
export const PICTOGRAMS = {
	basket: { icon: 'shopping-basket', tone: 'leaf' },
	vegetables: { icon: 'salad', tone: 'leaf' },
	carrot: { icon: 'carrot', tone: 'sun' },
	potato: { icon: 'bean', tone: 'sun' },
	leek: { icon: 'sprout', tone: 'leaf' },
	cabbage: { icon: 'leaf', tone: 'leaf' },
	herb: { icon: 'leaf', tone: 'leaf' },
	apple: { icon: 'apple', tone: 'brick' },
	pear: { icon: 'apple', tone: 'leaf' },
	citrus: { icon: 'citrus', tone: 'sun' },
	banana: { icon: 'banana', tone: 'sun' },
	grape: { icon: 'grape', tone: 'sky' },
	cherry: { icon: 'cherry', tone: 'brick' },
	nut: { icon: 'nut', tone: 'sun' },
	egg: { icon: 'egg', tone: 'sun' },
	milk: { icon: 'milk', tone: 'sky' },
	yoghurt: { icon: 'cup-soda', tone: 'sky' },
	cheese: { icon: 'cake-slice', tone: 'sun' },
	bread: { icon: 'croissant', tone: 'sun' },
	flour: { icon: 'wheat', tone: 'sun' },
	cake: { icon: 'cake-slice', tone: 'brick' },
	honey: { icon: 'hexagon', tone: 'sun' },
	jam: { icon: 'amphora', tone: 'brick' },
	soup: { icon: 'soup', tone: 'brick' },
	juice: { icon: 'glass-water', tone: 'sun' },
	wine: { icon: 'wine', tone: 'brick' },
	meat: { icon: 'beef', tone: 'brick' },
	poultry: { icon: 'drumstick', tone: 'brick' },
	fish: { icon: 'fish', tone: 'sky' },
	sandwich: { icon: 'sandwich', tone: 'sun' },
	flower: { icon: 'flower-2', tone: 'brick' },
	plant: { icon: 'sprout', tone: 'leaf' },
	package: { icon: 'package', tone: 'sky' },
	farm: { icon: 'tractor', tone: 'leaf' },
	shop: { icon: 'store', tone: 'sky' }
} as const satisfies Record<string, { icon: IconName; tone: Tone }>;

export type PictogramName = keyof typeof PICTOGRAMS;

/** The pictogram kept under a name; a basket for a name nobody knows any more. */
export function pictogram(name: string): { icon: IconName; tone: Tone } {
	return Object.hasOwn(PICTOGRAMS, name) ? PICTOGRAMS[name as PictogramName] : PICTOGRAMS.basket;
}
