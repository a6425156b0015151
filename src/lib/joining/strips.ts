import type { Content } from 'pdfmake/interfaces.js';
import { INK, SOFT } from '#lib/server/pdf.ts';
import { spacedCode } from './code.ts';
import { residenceTitle } from './paper-parts.ts';
import type { Poster } from './poster.server.ts';

/** In points of an A4. */
const COUNT = 8;
export const STRIPS_HEIGHT = 104;

/** Strips to tear off, with everything that one needs at home. */
export function strips(poster: Poster, pageWidth: number, scale: number): Content {
	const width = pageWidth / COUNT;
	const height = STRIPS_HEIGHT * scale;
	const lines = [
		{ text: residenceTitle(poster.residence), bold: false },
		{ text: poster.site, bold: false },
		{ text: spacedCode(poster.code), bold: true },
		{ text: poster.lodgePhone, bold: false }
	].filter(({ text }) => text !== '');
	// Read sideways, from the foot upwards; a long line is set smaller and never cut.
	const room = height - 12 * scale;
	const leading = (width - 10 * scale) / lines.length;
	const strip = (index: number) =>
		lines
			.map(({ text, bold }, line) => {
				const size = Math.min(bold ? 15 * scale : 11 * scale, room / (text.length * 0.56));
				const x = index * width + 5 * scale + leading * (line + 0.72);
				return `<text transform="translate(${x} ${height - 6 * scale}) rotate(-90)" font-family="Roboto" font-weight="${bold ? 'bold' : 'normal'}" font-size="${size}" fill="${INK}">${escapeXml(text)}</text>`;
			})
			.join('');
	const cuts = Array.from(
		{ length: COUNT - 1 },
		(_, index) => `M${(index + 1) * width} 0V${height}`
	).join('');
	const drawn = Array.from({ length: COUNT }, (_, index) => strip(index)).join('');
	return {
		svg: `<svg viewBox="0 0 ${pageWidth} ${height}"><path d="M0 0.5H${pageWidth}${cuts}" stroke="${SOFT}" stroke-width="1" stroke-dasharray="4 4" fill="none"/>${drawn}</svg>`,
		width: pageWidth,
		margin: [0, 14 * scale, 0, 0]
	};
}

function escapeXml(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
