import { AsyncLocalStorage } from 'node:async_hooks';
import { overwriteServerAsyncLocalStorage, type Locale } from '#lib/paraglide/runtime.js';

/** What paraglide keeps for one request; its message functions read `locale` from here. */
interface LanguageStore {
	locale?: Locale;
	origin?: string;
	messageCalls?: Set<string>;
}

/** The language of what is being done, wherever in it one asks. */
export const languageStorage = new AsyncLocalStorage<LanguageStore>();
overwriteServerAsyncLocalStorage(languageStorage);

/** Runs something in a language of its own, outside any request: what a producer gets is French. */
export function inLanguage<Result>(locale: Locale, run: () => Result): Result {
	return languageStorage.run({ locale, messageCalls: new Set() }, run);
}
