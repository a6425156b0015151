import type { Shell } from '#lib/residences/views.ts';
import type { Unit } from '#lib/text/quantity.ts';

/** A product of the catalogue, as it is today; a round keeps its own copy of it. */
export type ProductView = {
	id: string;
	producerId: string;
	name: string;
	unit: Unit;
	/** Orders are whole numbers of steps: 0.5 kg, 6 eggs. */
	step: number;
	/** For one unit. */
	priceCents: number;
	pictogram: string;
	photoPath: string | null;
	description: string;
	origin: string;
	allergens: string;
	/** Months in season, 1 to 12; empty means all year. */
	months: number[];
	archived: boolean;
};

export type ProducerView = {
	id: string;
	name: string;
	phone: string;
	email: string | null;
	place: string;
	archived: boolean;
	products: ProductView[];
};

export type CataloguePage = { shell: Shell; producers: ProducerView[] };
