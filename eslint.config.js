import { readdirSync } from 'node:fs';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

const fromRoutes = {
	regex: '(^|/)routes/',
	message: 'Nothing imports from routes: move what is shared to src/lib.'
};
const barrel = {
	regex: '/index(\\.[jt]s)?$',
	message: 'No barrel files: import from the file that holds it.'
};

const secretKey = {
	regex: '/service-client(\\.ts)?$',
	message: 'The secret key is for jobs and for the acts before sign-in: see service-client.ts.'
};
const noDomain = {
	regex: '^(#lib/(?!(server|text|forms|paraglide)/|database\\.types)|(\\.\\./){3,})',
	message: 'server is plumbing: it imports no domain.'
};
/** Who may use the client that passes over row-level security. */
const holdersOfTheKey = ['src/lib/members/sign-in.server.ts', 'src/lib/residences/server.ts'];

/**
 * A rule for one part of the tree: the shared restrictions and its own.
 *
 * @param {...{ regex: string, message: string }} patterns
 * @returns {import('eslint').Linter.RulesRecord}
 */
function restrict(...patterns) {
	return {
		'no-restricted-imports': ['error', { patterns: [fromRoutes, barrel, secretKey, ...patterns] }]
	};
}

/** What is not a domain: the kit, the words, the forms and what runs on the server alone. */
const plumbing = ['forms', 'paraglide', 'server', 'text', 'ui'];
const domains = readdirSync(new URL('src/lib', import.meta.url), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !plumbing.includes(entry.name))
	.map(({ name }) => name);

/**
 * @param {string} domain
 * @returns {import('eslint').Linter.Config}
 */
function domainRule(domain) {
	return {
		files: [`src/lib/${domain}/**`],
		rules: restrict({
			regex: `^#lib/(?!(ui|forms|${domain})/)[^/]+/.+\\.svelte$`,
			message:
				'A domain reaches another through its server.ts, schema.ts or a rule, not its components.'
		})
	};
}

export default defineConfig(
	globalIgnores([
		'build/',
		'.svelte-kit/',
		'.palier/',
		'src/lib/paraglide/',
		'src/lib/database.types.ts',
		'tests/bench/reference/'
	]),
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		rules: {
			eqeqeq: 'error',
			'no-empty': 'error',
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportAllDeclaration', message: 'No barrel files.' },
				{
					selector: 'CatchClause[body.body.length=0]',
					message: 'A caught error is handled or passed on.'
				}
			],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-dynamic-delete': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			...restrict()
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
		rules: {
			// Palier is always served from the root of its address.
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'error',
			'svelte/no-inline-styles': 'error',
			'svelte/require-each-key': 'error',
			'svelte/button-has-type': 'error',
			'svelte/no-target-blank': 'error'
		}
	},
	...domains.map(domainRule),
	{
		files: ['src/lib/ui/**', 'src/lib/text/**', 'src/lib/forms/**'],
		rules: restrict({
			regex: '^(#lib/(?!(ui|text|forms|paraglide)/)|\\.\\./)',
			message: 'ui, text and forms know no domain and nothing of the server.'
		})
	},
	{
		files: ['src/lib/server/**'],
		rules: restrict(noDomain)
	},
	{
		files: holdersOfTheKey,
		rules: { 'no-restricted-imports': ['error', { patterns: [fromRoutes, barrel] }] }
	},
	{
		files: ['src/lib/server/jobs/**', 'src/lib/server/supabase/clients.ts'],
		rules: { 'no-restricted-imports': ['error', { patterns: [fromRoutes, barrel, noDomain] }] }
	}
);
