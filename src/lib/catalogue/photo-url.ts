/** Address of a stored photo (`<residence>/products/<name>.webp`) in the app; null without one. */
export function photoUrl(path: string | null): string | null {
	return path === null ? null : `/r/${path.replace('/', '/photos/')}`;
}
