import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(2_000));
/** Some browsers pad base64url, as the standard does not. */
const key = v.pipe(
	v.string(),
	v.maxLength(200),
	v.transform((value) => value.replace(/=+$/, ''))
);

/** A browser's `PushSubscription.toJSON()`, and what Palier wants to know beside. */
export const SaveSubscription = v.object({
	endpoint: text,
	keys: v.object({ p256dh: key, auth: key }),
	/** Show at once that it works. */
	welcome: v.boolean(),
	language: v.picklist(['fr', 'en'])
});

/** Which phone is to be told no more. */
export const EndSubscription = v.object({ endpoint: text });

export type Subscription = v.InferOutput<typeof SaveSubscription>;
