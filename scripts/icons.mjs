// Draws the pictograms named in src/lib/ui/icon-names.ts into one file, src/lib/ui/icons.svg.
// One cached file instead of a component for each: a page with fifty of them renders faster and
// carries no JavaScript for them.
import { readFile, writeFile } from 'node:fs/promises';
import { ICON_NAMES } from '../src/lib/ui/icon-names.ts';

const root = new URL('..', import.meta.url);

/**
 * The drawing of a lucide pictogram, as its package stores it.
 *
 * @param {string} name
 * @returns {Promise<[string, Record<string, string>][]>}
 */
async function readNode(name) {
	const url = new URL(`node_modules/@lucide/svelte/dist/icons/${name}.svelte`, root);
	const source = await readFile(url, 'utf8');
	const data = /const iconData = (\{.*\});/.exec(source)?.[1];
	if (!data) throw new Error(`${name}: its drawing was not found in the lucide package.`);
	return JSON.parse(data).node;
}

const symbols = await Promise.all(
	ICON_NAMES.map(async (name) => {
		const shapes = (await readNode(name)).map(([tag, attributes]) => {
			const pairs = Object.entries(attributes).filter(([key]) => key !== 'key');
			return `<${tag} ${pairs.map(([key, value]) => `${key}="${value}"`).join(' ')}/>`;
		});
		return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.join('')}</symbol>`;
	})
);

await writeFile(
	new URL('src/lib/ui/icons.svg', root),
	`<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence, https://lucide.dev -->\n${symbols.join('\n')}\n</svg>\n`
);
