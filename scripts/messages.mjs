// Compiles messages/*.json for programs that read the sources without Vite (type check, editors).
// With --tidy it first sorts them and puts the French no-break spaces where they belong.
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from '@inlang/paraglide-js';
import { messagesConfig } from '../messages.config.js';

if (process.argv.includes('--tidy')) await Promise.all(['fr', 'en'].map(tidy));
await compile(messagesConfig);

/** @param {string} locale */
async function tidy(locale) {
	const url = new URL(`../messages/${locale}.json`, import.meta.url);
	const text = await readFile(url, 'utf8');
	const spaced =
		locale === 'fr' ? text.replace(/ (?=[:;?!»%€])/g, '\u00a0').replace(/« /g, '«\u00a0') : text;
	const { $schema, ...messages } = JSON.parse(spaced);
	const sorted = Object.entries(messages).sort(([one], [other]) => (one < other ? -1 : 1));
	const whole = { $schema, ...Object.fromEntries(sorted) };
	await writeFile(url, `${JSON.stringify(whole, null, '\t')}\n`);
}
