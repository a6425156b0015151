import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

/** Where Intl gets its habits from: euros and dates as written in France and in Ireland. */
const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-IE' };

/** The BCP 47 tag of the language of the page. */
export function localeTag(locale: Locale = getLocale()): string {
	return TAGS[locale];
}

/**
 * Keeps what `make` builds for each key, at most `most` of them at a time. Intl formatters take a
 * hundred times longer to build than to use, and a list uses the same one on every row; a day or an
 * hour is said on page after page. It must hold no data of anybody.
 */
export function memoize<T>(make: (key: string) => T, most = 500): (key: string) => T {
	const made = new Map<string, T>();
	return (key) => {
		const known = made.get(key);
		if (known !== undefined) return known;
		const value = make(key);
		if (made.size >= most) made.clear();
		made.set(key, value);
		return value;
	};
}
