import { describe, expect, it } from 'vitest';
import { pdfText } from './pdf-text.ts';
import { makePdf } from './pdf.ts';

const fontsOf = (pdf: Buffer) =>
	[...pdf.toString('latin1').matchAll(/\/BaseFont \/[A-Z]{6}\+([A-Za-z]+)/g)].map(
		([, name]) => name
	);

describe('makePdf', () => {
	it('writes French in the letters of the house', async () => {
		const pdf = await makePdf({ content: ['Œufs : 1\u202F250,50 € – « l’été »'] });
		expect(pdfText(pdf).replace(/\s+/g, ' ')).toContain('Œufs : 1 250,50 € – « l’été »');
		expect(new Set(fontsOf(pdf))).toEqual(new Set(['Figtree']));
	});

	it.each([
		['a plain text', (name: string) => name],
		['a text with a size', (name: string) => ({ text: name, fontSize: 20 })],
		['parts of a line', (name: string) => ({ text: ['Chez ', { text: name, bold: true }] })],
		['a table', (name: string) => ({ table: { body: [['Porte', name]] } })],
		['columns and stacks', (name: string) => ({ columns: [{ stack: [name] }] })]
	])('draws names that those letters lack: %s', async (_, content) => {
		const pdf = await makePdf({
			content: [content('Wałęsa Παπαδόπουλος'), 'Ferme'],
			footer: () => 'Škoda'
		});
		const text = pdfText(pdf);
		expect(text).toContain('Wałęsa');
		expect(text).toContain('Παπαδόπουλος');
		expect(text).toContain('Škoda');
		expect(text).not.toContain('\uFFFD');
		expect(fontsOf(pdf)).toContain('Roboto');
	});
});
