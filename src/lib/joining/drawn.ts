import * as mupdf from 'mupdf';
import decodeQR from 'qr/decode.js';

export type Box = [number, number, number, number];
export type DrawnLine = { text: string; box: Box; size: number; upright: boolean };
export type DrawnPage = { width: number; height: number; lines: DrawnLine[]; code: string };

/**
 * Draws each page of a PDF and reads it as an eye would: its lines, and the code that a phone sees. For tests.
 */
export function drawPages(pdf: Buffer): DrawnPage[] {
	const document = mupdf.Document.openDocument(pdf, 'application/pdf');
	return Array.from({ length: document.countPages() }, (_, index) => {
		const page = document.loadPage(index);
		const [x0, y0, x1, y1] = page.getBounds();
		const lines: DrawnLine[] = [];
		let line: DrawnLine | null = null;
		page.toStructuredText('preserve-whitespace').walk({
			beginLine: (box, _wmode, direction) => {
				line = { text: '', box: box as Box, size: 0, upright: direction[0] === 1 };
			},
			onChar: (letter, _origin, _font, size) => {
				if (line) line = { ...line, text: line.text + letter, size };
			},
			endLine: () => {
				if (line?.text.trim()) lines.push(line);
			}
		});
		const zoom = mupdf.Matrix.scale(2, 2);
		const pixels = page.toPixmap(zoom, mupdf.ColorSpace.DeviceRGB, false);
		const image = {
			width: pixels.getWidth(),
			height: pixels.getHeight(),
			data: pixels.getPixels()
		};
		return { width: x1 - x0, height: y1 - y0, lines, code: decodeQR(image) };
	});
}
