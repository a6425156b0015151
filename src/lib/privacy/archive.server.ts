import { strToU8, zip, type AsyncZippable } from 'fflate';
import { getRequestEvent } from '$app/server';
import { m } from '#lib/paraglide/messages.js';
import { log } from '#lib/server/log.ts';
import { read, type Client } from '#lib/server/supabase/rpc.ts';
import { MyData } from './export-schema.ts';
import { readablePage } from './readable.ts';

/** Everything one's account holds, as a ZIP: donnees.json for programs, a page to read, one's files. */
export async function makeArchive(client: Client): Promise<Buffer> {
	const found = await read<MyData>(client, 'my_data', {});
	// In the order of the format, whatever order the database gives.
	const data = { ...emptyData(), ...found };
	const files = await collectFiles(data.files);
	return pack({
		'donnees.json': strToU8(`${JSON.stringify(data, null, '\t')}\n`),
		[`${m.export_file_page()}.html`]: strToU8(readablePage(data)),
		...files
	});
}

const emptyData = () => Object.fromEntries(Object.keys(MyData.entries).map((key) => [key, null]));

/** Read under the same policies as on pages: what a person may no longer see is only named. */
async function collectFiles(files: MyData['files']): Promise<AsyncZippable> {
	const { locals } = getRequestEvent();
	const found: AsyncZippable = {};
	for (const { bucket, path } of files) {
		const { data, error } = await locals.supabase.storage.from(bucket).download(path);
		if (error) {
			log.warn({ id: locals.requestId, err: error }, 'a file was left out of an archive');
			continue;
		}
		// Photos are packed as tightly as they get.
		found[`fichiers/${bucket}/${path}`] = [new Uint8Array(await data.arrayBuffer()), { level: 0 }];
	}
	return found;
}

function pack(entries: AsyncZippable): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		zip(entries, { level: 6 }, (error, bytes) =>
			error ? reject(error) : resolve(Buffer.from(bytes))
		);
	});
}
