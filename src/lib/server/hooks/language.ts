import type { Handle } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { languageStorage } from '#lib/server/in-language.ts';
import { readPreferences } from '#lib/server/preferences.ts';

/**
 * Answers each request in the person's language and puts language, theme and text size on `<html>`,
 * so that the first paint is already right.
 *
 * The storage is filled here rather than by `paraglideMiddleware`, which copies the request twice
 * with its body: a photo of 10 MB would be held in memory three times.
 */
export const language: Handle = ({ event, resolve }) => {
	const { language: locale, theme, text, aloud } = readPreferences(event.cookies);

	return languageStorage.run({ locale, origin: event.url.origin, messageCalls: new Set() }, () =>
		resolve(event, {
			// One replacement for all of them: each copies the whole page.
			transformPageChunk: ({ html }) =>
				html.replace(/%palier\.(html|aloud)%/g, (_, what) => {
					if (what === 'aloud') return aloud ? listenBar() : '';
					return `lang="${locale}" data-theme="${theme}" data-text="${text}"`;
				})
		})
	);
};

/**
 * The button that reads a page aloud, for who wants it; see static/read-aloud.js. Written here and not in
 * a component, whose script every tenant's phone would carry.
 */
function listenBar(): string {
	return `<div class="aloud no-print">
			<button type="button" class="btn btn-secondary" data-aloud>
				<span class="aloud-listen">${m.shell_listen()}</span>
				<span class="aloud-stop">${m.shell_listen_stop()}</span>
			</button>
			<script src="/read-aloud.js" defer></script>
		</div>`;
}
