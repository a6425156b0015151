import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import type { SaveProducer, SaveProduct } from './schema.ts';
import type { CataloguePage } from './views.ts';

/** Producers and their products, archived ones last. For staff; 404 for strangers. */
export const readCatalogue = (client: Client, residence: string) =>
	read<CataloguePage>(client, 'page_catalogue', { p_residence: residence });

/**
 * One producer of a residence.
 *
 * @throws {HttpError} 404 when it is not there
 */
export async function readProducer(client: Client, residence: string, id: string) {
	const { shell, producers } = await readCatalogue(client, residence);
	return { shell, producer: producers.find((one) => one.id === id) ?? missing() };
}

/**
 * One product of a residence with its producer.
 *
 * @throws {HttpError} 404 when it is not there
 */
export async function readProduct(client: Client, residence: string, id: string) {
	const { shell, producers } = await readCatalogue(client, residence);
	for (const { products, ...producer } of producers) {
		const product = products.find((one) => one.id === id);
		if (product) return { shell, producer, product };
	}
	return missing();
}

/**
 * Adds a producer.
 *
 * @throws {Refusal} not_allowed
 */
export async function addProducer(client: Client, residence: string, producer: SaveProducer) {
	const { data, error: problem } = await client
		.from('producers')
		.insert({ residence_id: residence, ...producer })
		.select('id')
		.single();
	if (problem) throw refusal(problem);
	return data.id;
}

/**
 * Changes a producer.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export const changeProducer = (client: Client, residence: string, id: string, to: SaveProducer) =>
	updateProducer(client, residence, id, to);

/**
 * Puts a producer away, or back. Rounds that are under way go on.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export const archiveProducer = (client: Client, residence: string, id: string, archived: boolean) =>
	updateProducer(client, residence, id, { archived_at: archived ? now() : null });

/**
 * Adds a product to a producer.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function addProduct(
	client: Client,
	residence: string,
	producer: string,
	product: SaveProduct
): Promise<string> {
	const { data: known, error: unread } = await client
		.from('producers')
		.select('id')
		.eq('id', producer)
		.eq('residence_id', residence)
		.maybeSingle();
	if (unread) throw refusal(unread);
	if (!known) throw new Refusal(404, 'not_found', {});

	const { data, error: problem } = await client
		.from('products')
		.insert({ residence_id: residence, producer_id: producer, ...productRow(product) })
		.select('id')
		.single();
	if (problem) throw refusal(problem);
	return data.id;
}

/**
 * Changes a product. Rounds that are open keep the price they were opened with.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export const changeProduct = (client: Client, residence: string, id: string, to: SaveProduct) =>
	updateProduct(client, residence, id, productRow(to));

/**
 * Puts a product away, or back.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export const archiveProduct = (client: Client, residence: string, id: string, archived: boolean) =>
	updateProduct(client, residence, id, { archived_at: archived ? now() : null });

/**
 * Gives a product another photo, or none.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export const setPhoto = (client: Client, residence: string, id: string, path: string | null) =>
	updateProduct(client, residence, id, { photo_path: path });

type ProducerRow = Partial<SaveProducer> & { archived_at?: string | null };
type ProductRow = Partial<ReturnType<typeof productRow>> & {
	archived_at?: string | null;
	photo_path?: string | null;
};

async function updateProducer(client: Client, residence: string, id: string, row: ProducerRow) {
	const { data, error: problem } = await client
		.from('producers')
		.update(row)
		.eq('id', id)
		.eq('residence_id', residence)
		.select('id');
	if (problem) throw refusal(problem);
	mustBeOne(data);
}

async function updateProduct(client: Client, residence: string, id: string, row: ProductRow) {
	const { data, error: problem } = await client
		.from('products')
		.update(row)
		.eq('id', id)
		.eq('residence_id', residence)
		.select('id');
	if (problem) throw refusal(problem);
	mustBeOne(data);
}

function productRow({ price, ...product }: SaveProduct) {
	return { ...product, price_cents: price };
}

/** Row-level security hides what is not ours: nothing changed and nothing was said. */
function mustBeOne(rows: unknown[]): void {
	if (rows.length === 0) throw new Refusal(404, 'not_found', {});
}

/** What a table says to somebody who may not write it is a refusal; all else is a fault of ours. */
function refusal(problem: { code: string; message: string }): Error {
	if (problem.code === '42501') return new Refusal(403, 'not_allowed', {});
	return new Error(`The catalogue could not be written (${problem.code})`, { cause: problem });
}

function missing(): never {
	error(404, m.error_not_found());
}

const now = () => new Date().toISOString();
