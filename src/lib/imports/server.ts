import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { ReadFile } from './file.server.ts';
import type { ConfirmImport } from './schema.ts';
import type { ExportedPeople, ImportPage, ImportResult } from './views.ts';

/** One's own file that waits for a yes, and what it would do now. For caretaker and manager. */
export const readImport = (client: Client, residence: string) =>
	read<ImportPage>(client, 'page_import', { p_residence: residence });

/**
 * Keeps what a file said for an hour, in place of the one before; writes nothing else.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid, too_many_tries
 */
export async function stageImport(
	client: Client,
	residence: string,
	{ fileName, rows, problems }: ReadFile
): Promise<void> {
	await call(client, 'stage_import', {
		p_residence: residence,
		p_file_name: fileName,
		p_rows: rows,
		p_problems: problems
	});
}

/**
 * Writes what the preview showed, all of it or nothing; twice is once.
 *
 * @throws {Refusal} not_found, not_allowed, import_over, import_changed
 */
export async function applyImport(
	client: Client,
	residence: string,
	confirmed: ConfirmImport
): Promise<ImportResult> {
	return (await call(client, 'apply_import', {
		p_residence: residence,
		p_import: confirmed.import,
		p_shown: confirmed.shown
	})) as ImportResult;
}

/**
 * Forgets the file that waits.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function dropImport(client: Client, residence: string): Promise<void> {
	await call(client, 'drop_import', { p_residence: residence });
}

/** Every door with its people and their contacts, for a file. For caretaker and manager. */
export const exportPeople = (client: Client, residence: string) =>
	read<ExportedPeople>(client, 'export_people', { p_residence: residence });
