import * as v from 'valibot';

const device = v.pipe(v.string(), v.uuid());

/** One of one's devices. */
export const ChooseDevice = v.object({ device });

/** A device and what its owner calls it. */
export const NameDevice = v.object({
	device,
	name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(60))
});
