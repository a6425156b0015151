import type { App } from '@supabase/lite';
import postgres from 'postgres';
import { connectionOptions } from './embedded.ts';

/** What the package asks of a place for bytes. */
export type StorageAdapter = NonNullable<App['_storageAdapter']>;
type Metadata = Awaited<ReturnType<StorageAdapter['headObject']>>;

/** Where the in-process Storage keeps the bytes of files. Made by `prepare`. */
export const SHELF = `
create table if not exists private.stored_files (
	bucket text not null,
	name text not null,
	bytes bytea not null,
	type text not null,
	cache text not null,
	stored_at timestamptz not null default now(),
	primary key (bucket, name)
);
comment on table private.stored_files is 'Bytes of what storage.objects lists, in databases without Supabase Storage.';
revoke all on table private.stored_files from public, anon, authenticated, service_role;`;

/** What a hosted project grants on the tables of Storage; their policies are in the migrations. */
export const STORAGE_GRANTS = `
grant usage on schema storage to anon, authenticated, service_role;
grant select, insert, update, delete on storage.objects to authenticated, service_role;
grant select on storage.buckets to authenticated;
grant select, insert, update, delete on storage.buckets to service_role;`;

type Row = { bytes: Buffer; type: string; cache: string; stored_at: Date };

/**
 * Keeps files beside their list, in the database: one backup holds everything, and any number of
 * app processes see the same files. They are few and small (photos of 640 pixels). The version that
 * the package passes is left out: it is missing on upload, and our names are never used twice.
 */
export function openShelf(url: string): { adapter: StorageAdapter; close(): Promise<void> } {
	const sql = postgres(url, {
		...connectionOptions(url),
		max: 2,
		onnotice: () => {},
		connection: { application_name: 'palier-storage', statement_timeout: 15_000 }
	});

	async function read(bucket: string, name: string): Promise<Row> {
		const [row] = await sql<Row[]>`select bytes, type, cache, stored_at from private.stored_files
			where bucket = ${bucket} and name = ${name}`;
		if (!row) throw new Error('A file that storage.objects lists is not on the shelf.');
		return row;
	}

	const adapter: StorageAdapter = {
		driver: sql,
		async uploadObject(bucket, name, _version, body, type, cache) {
			const bytes = await collect(body as AsyncIterable<Uint8Array> | Uint8Array);
			await sql`insert into private.stored_files (bucket, name, bytes, type, cache)
				values (${bucket}, ${name}, ${bytes}, ${type}, ${cache})
				on conflict (bucket, name) do update set bytes = excluded.bytes, type = excluded.type,
					cache = excluded.cache, stored_at = now()`;
			return describe({ bytes, type, cache, stored_at: new Date() });
		},
		async getObject(bucket, name) {
			const row = await read(bucket, name);
			return { metadata: describe(row), httpStatusCode: 200, body: row.bytes };
		},
		async headObject(bucket, name) {
			return describe(await read(bucket, name));
		},
		async deleteObject(bucket, name) {
			await sql`delete from private.stored_files where bucket = ${bucket} and name = ${name}`;
		},
		async deleteObjects(bucket, names) {
			await sql`delete from private.stored_files where bucket = ${bucket} and name = any(${names})`;
		},
		async copyObject(bucket, name, _version, toBucket, toName) {
			await sql`insert into private.stored_files (bucket, name, bytes, type, cache)
				select ${toBucket}, ${toName}, bytes, type, cache from private.stored_files
				where bucket = ${bucket} and name = ${name}`;
			const { eTag, lastModified } = describe(await read(toBucket, toName));
			return { httpStatusCode: 200, eTag, lastModified };
		},
		async privateAssetUrl() {
			throw new Error('Files have no address of their own here: the app hands them out.');
		}
	};
	return { adapter, close: () => sql.end({ timeout: 5 }) };
}

function describe({ bytes, type, cache, stored_at }: Row): Metadata {
	return {
		cacheControl: cache,
		contentLength: bytes.length,
		size: bytes.length,
		mimetype: type,
		lastModified: stored_at,
		eTag: `"${stored_at.getTime().toString(36)}"`,
		httpStatusCode: 200
	};
}

async function collect(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer> {
	if (body instanceof Uint8Array) return Buffer.from(body);
	const parts: Uint8Array[] = [];
	for await (const part of body) parts.push(part);
	return Buffer.concat(parts);
}
