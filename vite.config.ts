import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { messagesConfig } from './messages.config.js';

/**
 * SvelteKit puts this style attribute on the element that tells screen readers about a new page.
 * It is the only inline style that our policy lets through.
 */
const ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/**
 * Compiled messages make a new Intl.PluralRules for every sentence with a number, which took a
 * twentieth of the time of a page. One for each language is enough.
 */
const rememberPlurals: Plugin = {
	name: 'palier:remember-plurals',
	// Where pages are made by the hundred; in a browser it would only weigh.
	applyToEnvironment: ({ name }) => name === 'ssr',
	transform: {
		filter: { id: /\/paraglide\/registry\.js$/ },
		handler(code) {
			const made = 'new Intl.PluralRules(locale, options)';
			if (!code.includes(made)) this.error('Paraglide makes its plurals in another way now.');
			return {
				code: `${code.replace(made, 'rulesOf(locale, options)')}
const known = new Map();
function rulesOf(locale, options) {
	const key = locale + JSON.stringify(options ?? null);
	const seen = known.get(key);
	if (seen) return seen;
	const rules = new Intl.PluralRules(locale, options);
	known.set(key, rules);
	return rules;
}
`,
				map: null
			};
		}
	}
};

/** The script of a page without SvelteKit's, under a name that the page can know. */
const phonePage: Plugin = {
	name: 'palier:phone-page',
	apply: 'build',
	applyToEnvironment: ({ name }) => name === 'client',
	buildStart() {
		this.emitFile({ type: 'chunk', id: 'src/lib/push/page.ts', fileName: 'phone-page.js' });
	}
};

/**
 * What the order form of a neighbour is made of; the pages that share some of it are the staff's.
 */
const ORDER_FORM = new RegExp(
	[
		'src/lib/forms/(Form|enhance)',
		'src/lib/orders/(basket|draft|fields|Offer(Card|Form)|OrderForm|RepeatNote|WhomSwitch)',
		'src/lib/text/(locale|money|quantity)',
		'src/lib/ui/(Alert|Badge|Card|Stepper|StickyBar|Tile)',
		'paraglide/messages/(form_(about|network|server|session)|text_(per|quantity|unit)_|ui_stepper)',
		'paraglide/messages/orders_(back|basket|call|late|not_saved|offer|repeat\\.|restored)',
		'paraglide/messages/orders_(saved|see_details|sold_out|submit)'
	].join('|')
);

/** What stands around every signed-in page: in one file, as twenty small ones pack badly. */
const FRAME = new RegExp(
	[
		'src/lib/residences/views',
		'src/lib/forms/PlainForm',
		'src/lib/ui/(Avatar|Icon|PageHeader|SkipLink|Toast)\\.svelte',
		'src/routes/\\+(error|layout)\\.svelte',
		'src/lib/ui/icons\\.svg',
		'src/routes/\\(app\\)/r/\\[residence\\]/(\\+layout|DeletionNote|navigation)',
		'paraglide/messages/(app_name|oops_|shell_|ui_(back|close)|mydata_(asked|keep)\\.|landlord_title|home_see_mine|switch_label)'
	].join('|')
);

export default defineConfig({
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						codeSplitting: {
							groups: [
								// SvelteKit fills this module before it loads any other: inside another file
								// the app would not know its own version and take itself for outdated.
								{ name: 'payload', test: /kit\/src\/runtime\/client\/payload\.js/, priority: 4 },
								// Svelte's code for fields, which its index would drag into every page.
								{
									name: 'fields',
									test: /dom\/elements\/bindings\/(input|select)\.js/,
									priority: 3
								},
								// One file packs better than twenty, and comes sooner.
								{ name: 'order', test: ORDER_FORM, priority: 2 },
								{ name: 'frame', test: FRAME, priority: 2 },
								{ name: 'common', minShareCount: 60, priority: 1 },
								{ name: 'staff', minShareCount: 30 }
							]
						}
					}
				}
			}
		}
	},
	plugins: [
		tailwindcss(),
		phonePage,
		sveltekit({
			adapter: adapter({ out: 'build' }),
			compilerOptions: {
				runes: ({ filename }) =>
					filename.split(/[/\\]/).includes('node_modules') ? undefined : true
			},
			// Pages without SvelteKit's script need it as well: static/phone.js registers it on all.
			serviceWorker: { register: false },
			// A page ships no list of all pages; where a link leads is asked when it is followed.
			router: { resolution: 'server' },
			// Without this, styles are asked anew, at a wrong address, when the address grows a part.
			paths: { relative: false },
			csp: {
				mode: 'auto',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					'style-src-attr': ['unsafe-hashes', ANNOUNCER_STYLE],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'manifest-src': ['self'],
					'worker-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			}
		}),
		// Under Vitest its watcher keeps the run from ending: `scripts/messages.mjs` compiles before.
		process.env.VITEST ? [] : paraglideVitePlugin(messagesConfig),
		rememberPlurals
	]
});
