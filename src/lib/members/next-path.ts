const HERE = 'http://palier.invalid';

/**
 * An address as a page of ours, or null: an address of another site, hidden in any of the ways that
 * browsers understand, is dropped.
 */
export function localPath(asked: unknown): string | null {
	if (typeof asked !== 'string' || !asked.startsWith('/') || asked.length > 2_000) return null;
	// Browsers take "/\host" for "//host" and skip tabs and line ends.
	if (hasTrickCharacter(asked)) return null;
	const url = URL.parse(asked, HERE);
	if (!url || url.origin !== HERE || url.pathname.startsWith('//')) return null;
	return url.pathname + url.search + url.hash;
}

/** Where to go after signing in. Sign-in and sign-out themselves lead nowhere. */
export function nextPath(asked: unknown): string | null {
	const path = localPath(asked);
	return path && /^\/sign-(in|out)(?![\w-])/.test(path) ? null : path;
}

function hasTrickCharacter(path: string): boolean {
	return [...path].some((letter) => letter === '\\' || letter < ' ' || letter === '\x7f');
}
