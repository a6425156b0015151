import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { parseQuantity } from '#lib/text/quantity.ts';
import { PRICE, QUANTITY } from '#lib/orders/fields.ts';

/** What the order form asks for, as `place_order` takes it. */
export type PlaceOrder = {
	lines: { offer: string; quantity: number; priceCents: number }[];
	/** Made once per rendered form: a repeated request with it is the same act. */
	clientKey: string;
	/** The version of the order that was on screen; 0 when there was none. */
	baseVersion: number;
	/** Who asked for it, when somebody enters it at the order desk. */
	forMember?: string;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST = 999;

/**
 * The fields of the form: `quantity-<offer>`, `price-<offer>`, `clientKey`, `baseVersion`, and
 * `forMember` at the order desk.
 */
export const placeOrderSchema = v.pipe(
	v.record(v.string(), v.unknown()),
	v.rawTransform(({ dataset, addIssue, NEVER }): PlaceOrder => {
		const input = dataset.value;
		let sound = true;
		const refuse = (key: string, message: string) => {
			sound = false;
			addIssue({
				message,
				path: [{ type: 'object', origin: 'value', input, key, value: input[key] }]
			});
		};
		const text = (key: string) => (typeof input[key] === 'string' ? input[key] : '');

		const lines: PlaceOrder['lines'] = [];
		for (const key of Object.keys(input)) {
			if (!key.startsWith(QUANTITY)) continue;
			const offer = key.slice(QUANTITY.length);
			const quantity = parseQuantity(text(key));
			const price = text(PRICE + offer);
			if (!UUID.test(offer)) refuse(key, m.error_value_invalid());
			else if (quantity === null || quantity > MOST) refuse(key, m.error_quantity_invalid());
			else if (quantity > 0 && !/^\d{1,6}$/.test(price)) refuse(key, m.error_price_changed());
			else if (quantity > 0) lines.push({ offer, quantity, priceCents: Number(price) });
		}

		const clientKey = text('clientKey');
		const baseVersion = text('baseVersion');
		const forMember = text('forMember');
		if (!UUID.test(clientKey)) refuse('clientKey', m.error_value_invalid());
		if (!/^\d{1,9}$/.test(baseVersion)) refuse('baseVersion', m.error_value_invalid());
		if (forMember && !UUID.test(forMember)) refuse('forMember', m.form_choose());
		if (!sound) return NEVER;

		return {
			lines,
			clientKey,
			baseVersion: Number(baseVersion),
			...(forMember && { forMember })
		};
	})
);

const uuid = v.pipe(v.string(), v.regex(UUID));

/** An order for one's own household: the page says which that is, the database checks it. */
export const ownOrderSchema = v.intersect([placeOrderSchema, v.object({ household: uuid })]);

const version = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.toNumber());

/** Cancelling: which order, and the version that was on screen. */
export const cancelOrderSchema = v.object({
	order: uuid,
	baseVersion: version
});
