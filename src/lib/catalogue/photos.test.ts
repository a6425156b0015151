import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { MOST_BYTES } from './photo-limit.ts';
import { readPhotoField } from './photos.server.ts';

overwriteGetLocale(() => 'fr');

function form(bytes: Uint8Array | string, name = 'photo.jpg'): FormData {
	const data = new FormData();
	data.set('photo', new File([bytes as BlobPart], name));
	return data;
}

/** A wide picture that the camera held on its side, with the place in it. */
const taken = () =>
	sharp({ create: { width: 1600, height: 800, channels: 3, background: '#e07020' } })
		.withMetadata({ orientation: 6 })
		.withExif({ IFD3: { GPSLatitudeRef: 'N' } })
		.jpeg()
		.toBuffer();

describe('readPhotoField', () => {
	it('makes a small upright WebP without what the camera wrote', async () => {
		const photo = await readPhotoField(form(await taken()), 'photo');
		if (!photo.ok || !photo.value) throw new Error('refused');
		const made = await sharp(photo.value).metadata();
		expect(made).toMatchObject({ format: 'webp', width: 320, height: 640 });
		expect(made.exif).toBeUndefined();
		expect(made.orientation).toBeUndefined();
	});

	it.each(['png', 'webp', 'avif'] as const)('reads %s', async (format) => {
		const bytes = await sharp(await taken())
			.toFormat(format)
			.toBuffer();
		const photo = await readPhotoField(form(bytes), 'photo');
		if (!photo.ok || !photo.value) throw new Error('refused');
		expect(await sharp(photo.value).metadata()).toMatchObject({ format: 'webp' });
	});

	it('takes an empty field as no photo', async () => {
		expect(await readPhotoField(form(''), 'photo')).toEqual({ ok: true, value: null });
		expect(await readPhotoField(new FormData(), 'photo')).toEqual({ ok: true, value: null });
	});

	it.each([
		['a text', 'bonjour', 'n’est pas une photo'],
		['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'n’est pas une photo'],
		[
			'a moving picture',
			Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64'),
			'n’est pas une photo'
		],
		['too large a file', new Uint8Array(MOST_BYTES + 1), '10 Mo'],
		['an iPhone photo', `\0\0\0\x18ftypheic${'\0'.repeat(40)}`, 'HEIC']
	])('refuses %s with a sentence', async (_what, bytes, sentence) => {
		expect(await readPhotoField(form(bytes), 'photo')).toEqual({
			ok: false,
			sentence: expect.stringContaining(sentence)
		});
	});

	it('refuses half a photo', async () => {
		const whole = await taken();
		const photo = await readPhotoField(form(whole.subarray(0, whole.length / 2)), 'photo');
		expect(photo.ok).toBe(false);
	});
});
