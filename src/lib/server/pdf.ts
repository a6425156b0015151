import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { localeTag } from '#lib/text/locale.ts';

const require = createRequire(import.meta.url);
const folderOf = (file: string) => dirname(require.resolve(file));

// The house's letters, as fixed files: a PDF cannot carry the variable one of the pages.
const FIGTREE = join(folderOf('@fontsource/figtree/package.json'), 'files');
// They know French and its neighbours, but neither Polish nor Greek names; Roboto comes with the library and does.
const ROBOTO = join(folderOf('pdfmake/package.json'), 'fonts/Roboto');
const IN_FIGTREE =
	/^[\n\r\x20-\x7e\xa0-\xac\xae-\xff\u0131\u0152\u0153\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac\u2122\u2191\u2193\u2212]*$/;
pdfmake.setFonts({
	Figtree: {
		normal: join(FIGTREE, 'figtree-latin-400-normal.woff'),
		bold: join(FIGTREE, 'figtree-latin-700-normal.woff')
	},
	Roboto: { normal: join(ROBOTO, 'Roboto-Regular.ttf'), bold: join(ROBOTO, 'Roboto-Medium.ttf') }
});
// Nothing that somebody typed may make the server open a file or an address.
pdfmake.setLocalAccessPolicy((path) =>
	[FIGTREE, ROBOTO].some((folder) => path.startsWith(folder + sep))
);
pdfmake.setUrlAccessPolicy(() => false);

/** Colours on paper: those of the light theme, dark enough for a tired printer. */
export const INK = '#1c2a23';
export const SOFT = '#55655c';
export const LEAF = '#1b6141';
export const LEAF_SOFT = '#e2efe6';
export const LINE = '#e3dccd';

/**
 * Makes a PDF in the house's letters and the language of the page.
 *
 * @param definition what pdfmake draws; sizes in points (1/72 inch)
 */
export function makePdf(definition: TDocumentDefinitions): Promise<Buffer> {
	const house: Partial<TDocumentDefinitions> = {
		language: localeTag(),
		defaultStyle: {
			font: 'Figtree',
			fontSize: 12,
			color: INK,
			lineHeight: 1.25,
			...definition.defaultStyle
		}
	};
	const info = { creator: 'Palier', ...definition.info };
	const { footer } = definition;
	return pdfmake
		.createPdf({
			...definition,
			...house,
			info,
			content: readable(definition.content),
			...(typeof footer === 'function' && {
				footer: (...page: Parameters<typeof footer>) => readable(footer(...page))
			})
		})
		.getBuffer();
}

/** Where pdfmake keeps what stands inside something. */
const INSIDE = ['text', 'stack', 'columns', 'ul', 'ol', 'table', 'body'];

/** Gives every text the font that has its letters: the whole text, for two fonts in one word look like a fault. */
function readable<T>(value: T): T {
	if (typeof value === 'string') return inLetters(value) as T;
	if (Array.isArray(value)) return value.map(readable) as T;
	if (typeof value !== 'object' || value === null) return value;
	const node = { ...value } as Record<string, unknown>;
	if (typeof node.text === 'string') Object.assign(node, inLetters(node.text));
	for (const key of INSIDE) if (typeof node[key] === 'object') node[key] = readable(node[key]);
	return node as T;
}

function inLetters(typed: string): { text: string; font?: 'Roboto' } {
	// The narrow no-break space of French figures has no drawing in either font.
	const text = typed.replaceAll('\u202F', '\u00A0');
	return IN_FIGTREE.test(text) ? { text } : { text, font: 'Roboto' };
}
