/** An address that stays with the household that one helps. */
export function withFor(path: string, household: string | null): string {
	if (household === null) return path;
	return `${path}${path.includes('?') ? '&' : '?'}for=${household}`;
}

/** The household that the address of a page asks for. */
export function askedFor(url: URL): string | null {
	return url.searchParams.get('for') || null;
}
