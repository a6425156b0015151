import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { localeTag } from '#lib/text/locale.ts';

// Figtree comes as one variable web font that a PDF cannot carry, and its fixed files know neither Polish
// nor Greek names; Roboto comes with the library and knows them.
const FONTS = join(
	dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
	'fonts/Roboto'
);
pdfmake.setFonts({
	Roboto: { normal: join(FONTS, 'Roboto-Regular.ttf'), bold: join(FONTS, 'Roboto-Medium.ttf') }
});
// Nothing that somebody typed may make the server open a file or an address.
pdfmake.setLocalAccessPolicy((path) => path.startsWith(FONTS + sep));
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
			font: 'Roboto',
			fontSize: 12,
			color: INK,
			lineHeight: 1.25,
			...definition.defaultStyle
		}
	};
	const info = { creator: 'Palier', ...definition.info };
	return pdfmake.createPdf(plainSpaces({ ...definition, ...house, info })).getBuffer();
}

/** The narrow no-break space of French figures has no drawing in the font. */
function plainSpaces<T>(value: T): T {
	if (typeof value === 'string') return value.replaceAll('\u202F', '\u00A0') as T;
	if (Array.isArray(value)) return value.map(plainSpaces) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, plainSpaces(inner)])
	) as T;
}
