import { inflateSync } from 'node:zlib';

/**
 * The words of a PDF made by pdfmake, for tests: inflates its streams and reads glyphs back through
 * the fonts' own tables, so that a missing letter shows.
 */
export function pdfText(pdf: Buffer): string {
	const objects = readObjects(pdf.toString('latin1'));
	const fonts = new Map<string, Map<string, string>>();
	for (const body of objects.values()) {
		for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
			const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
			if (table) fonts.set(name, readTable(inflate(objects.get(table) ?? '')));
		}
	}
	const pages = [...objects.values()].map(inflate).filter((text) => text.includes(' Tf'));
	return pages.map((page) => readPage(page, fonts)).join('\n');
}

function readObjects(text: string): Map<string, string> {
	const objects = new Map<string, string>();
	for (const [, id = '', body = ''] of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
		objects.set(id, body);
	}
	return objects;
}

function inflate(body: string): string {
	const stream = /\/FlateDecode[\s\S]*?stream\n([\s\S]*)\nendstream/.exec(body)?.[1];
	return stream ? inflateSync(Buffer.from(stream, 'latin1')).toString('latin1') : '';
}

function readTable(table: string): Map<string, string> {
	const letters = new Map<string, string>();
	for (const [, from = '0', list = ''] of table.matchAll(/<(\w+)> <\w+> \[(.*?)\]/g)) {
		[...list.matchAll(/<(\w+)>/g)].forEach(([, units = ''], index) => {
			const glyph = (parseInt(from, 16) + index).toString(16).padStart(4, '0');
			const codes = units.match(/.{4}/g) ?? [];
			letters.set(glyph, String.fromCharCode(...codes.map((code) => parseInt(code, 16))));
		});
	}
	return letters;
}

function readPage(page: string, fonts: Map<string, Map<string, string>>): string {
	let font: Map<string, string> | undefined;
	let text = '';
	for (const [, name, drawn] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
		if (name) font = fonts.get(name);
		for (const [, glyphs = ''] of (drawn ?? '').matchAll(/<(\w+)>/g)) {
			text += (glyphs.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph) ?? '\uFFFD').join('');
		}
		if (drawn) text += '\n';
	}
	return text;
}
