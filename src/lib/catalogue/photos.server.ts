import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { m } from '#lib/paraglide/messages.js';
import { call, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { MOST_BYTES } from './photo-limit.ts';
import { setPhoto } from './server.ts';

const BUCKET = 'photos';

/** Twice the size at which a photo is shown, for sharp screens. */
const SIDE = 640;
// A picture of 100 million pixels in a few kilobytes would fill the memory.
const MOST_PIXELS = 60_000_000;
// An AVIF is a "heif" to sharp.
const FORMATS = ['jpeg', 'png', 'webp', 'heif'];
// Nothing else is even begun to be read: a drawing is a program, and each reader is one more to trust.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['Jpeg', 'Png', 'Webp', 'Heif'].map((reader) => `VipsForeignLoad${reader}`)
});

export type PhotoField = { ok: true; value: Buffer | null } | { ok: false; sentence: string };

/**
 * Reads the photo of a form and makes it small: WebP, turned upright, without what the camera wrote
 * beside it (place, date, owner). An empty field is null.
 */
export async function readPhotoField(data: FormData, name: string): Promise<PhotoField> {
	const file = data.get(name);
	if (!(file instanceof File) || file.size === 0) return { ok: true, value: null };
	if (file.size > MOST_BYTES) return { ok: false, sentence: m.catalogue_photo_too_large() };
	const bytes = Buffer.from(await file.arrayBuffer());
	if (isHeic(bytes)) return { ok: false, sentence: m.catalogue_photo_heic() };
	try {
		const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
		const { format } = await image.metadata();
		if (!FORMATS.includes(format)) return { ok: false, sentence: m.catalogue_photo_not_one() };
		const size = { width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true } as const;
		return { ok: true, value: await image.rotate().resize(size).webp({ quality: 78 }).toBuffer() };
	} catch {
		// Whatever sharp cannot read is not a photo for us: a text, half a file, another format.
		return { ok: false, sentence: m.catalogue_photo_not_one() };
	}
}

/** The photos of an iPhone, which the image library of ours does not read. */
function isHeic(bytes: Buffer): boolean {
	if (bytes.subarray(4, 8).toString('latin1') !== 'ftyp') return false;
	return /^(heic|heix|hevc|mif1|msf1)/.test(bytes.subarray(8, 12).toString('latin1'));
}

/**
 * Counts a photo that is about to be kept; before anything else of the form is written.
 *
 * @throws {Refusal} not_found, not_allowed, too_many_tries
 */
export async function countUpload(client: Client, residence: string): Promise<void> {
	await call(client, 'begin_upload', { p_residence: residence });
}

/**
 * Keeps a photo and shows it with its product from now on. Rounds that offer the product already
 * keep the photo they have, so the file before it stays.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function storePhoto(
	client: Client,
	residence: string,
	product: string,
	photo: Buffer
) {
	const path = `${residence}/products/${randomUUID()}.webp`;
	// A Buffer, not a Blob: uploads of a Blob fail in the in-process backend.
	const { error } = await client.storage
		.from(BUCKET)
		.upload(path, photo, { contentType: 'image/webp', cacheControl: '31536000' });
	if (error) throw refusal(error);
	await setPhoto(client, residence, product, path);
}

/**
 * Shows a product without its photo from now on.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export const dropPhoto = (client: Client, residence: string, product: string) =>
	setPhoto(client, residence, product, null);

/** The bytes of a photo of a residence; null for strangers and when there is none. */
export async function readPhoto(client: Client, path: string): Promise<Blob | null> {
	const { data, error } = await client.storage.from(BUCKET).download(path);
	if (data) return data;
	// Row-level security hides what is not for the person: both are "not there".
	if (/^(400|403|404)$/.test(String(error.statusCode ?? error.status))) return null;
	throw new Error('A photo could not be read', { cause: error });
}

/** Storage says the same as a table to somebody who may not write it. */
function refusal(error: { message: string; status?: number; statusCode?: string }): Error {
	const isRefused = /^(401|403)$/.test(String(error.statusCode ?? error.status));
	return isRefused || /row-level security/.test(error.message)
		? new Refusal(403, 'not_allowed', {})
		: new Error('A photo could not be stored', { cause: error });
}
