import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** An address that the app answers, as its folder says it: `/r/[residence]/orders/[round]/close`. */
export type Route = {
	id: string;
	/** What is put behind it to act: `''` for the only action of a page or a file's POST, `?/close`. */
	acts: string[];
};

const ROUTES = 'src/routes';

/** Every route, read from the folders: whoever adds one need not add it here. */
export function listRoutes(): Route[] {
	const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' });
	const acts = new Map<string, string[]>();
	for (const file of files) {
		if (!/\+(page\.svelte|page\.server\.ts|server\.ts)$/.test(file)) continue;
		const folder = relative(ROUTES, join(ROUTES, file, '..'));
		const id = `/${folder
			.split(sep)
			.filter((part) => !/^\(.*\)$/.test(part))
			.join('/')}`;
		const source = readFileSync(join(ROUTES, file), 'utf8');
		acts.set(id, [...(acts.get(id) ?? []), ...actsOf(file, source)]);
	}
	return [...acts]
		.map(([id, found]) => ({ id, acts: found }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function actsOf(file: string, source: string): string[] {
	if (file.endsWith('+server.ts')) {
		return /export const (POST|PUT|PATCH|DELETE)\b/.test(source) ? [''] : [];
	}
	if (!file.endsWith('+page.server.ts')) return [];
	const [, short] = /export const actions\b[^=\n]*= \{ (\w+): \w+ \};/.exec(source) ?? [];
	if (short) return [`?/${short}`];
	const [, body] = /export const actions\b[^=]*= \{\n(.*?)\n\}/s.exec(source) ?? [];
	if (body === undefined) {
		if (source.includes('export const actions')) throw new Error(`Which actions? ${file}`);
		return [];
	}
	return [...body.matchAll(/^\t(?:async )?(\w+)\s*[:(,]/gm)].map(([, name]) =>
		name === 'default' ? '' : `?/${name}`
	);
}

/**
 * The address of a route with what stands for each part in brackets; null when one has nothing to
 * stand for it.
 */
export function addressOf({ id }: Route, values: Record<string, string>): string | null {
	let isWhole = true;
	const address = id.replace(/\[(?:\.\.\.)?(\w+)(?:=\w+)?\]/g, (_, name: string) => {
		const value = values[name];
		isWhole &&= value !== undefined;
		return value ?? '';
	});
	return isWhole ? address : null;
}
