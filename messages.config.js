/**
 * How the sentences of `messages/` are compiled; read by Vite and by `scripts/messages.mjs`.
 *
 * French unless the person chose otherwise: the language of the browser is not asked, because many
 * phones handed down in families are set to a language their owner does not read.
 *
 * (Not in `project.inlang/paraglide.config.js`: inlang rewrites a `.gitignore` there that hides it.)
 *
 * @type {import('@inlang/paraglide-js').CompilerOptions}
 */
export const messagesConfig = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'baseLocale'],
	cookieName: 'palier_language',
	isServer: 'import.meta.env?.SSR ?? typeof window === "undefined"',
	disableAsyncLocalStorage: false,
	emitReadme: false
};
