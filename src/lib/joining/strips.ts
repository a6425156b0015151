import type { Content } from 'pdfmake/interfaces.js';
import { INK, SOFT } from '#lib/server/pdf.ts';
import { spacedCode } from './code.ts';
import type { Poster } from './poster.server.ts';

/** In points of an A4. */
const COUNT = 7;
export const STRIPS_HEIGHT = 112;
/** Signs that stand on one line in letters worth reading. */
const LINE = 16;

/** Strips to tear off, with all that one needs at home. */
export function strips(poster: Poster, pageWidth: number, scale: number): Content {
	const width = pageWidth / COUNT;
	const height = STRIPS_HEIGHT * scale;
	const lines = [
		...splitAddress(poster.site).map((text) => ({ text, most: 13 })),
		{ text: spacedCode(poster.code), most: 19 },
		{ text: poster.lodgePhone, most: 13 }
	].filter(({ text }) => text !== '');
	// Read sideways, from the foot upwards; a long line is set smaller and never cut. Printers leave the last
	// millimetres white.
	const foot = height - 14 * scale;
	const room = foot - 8 * scale;
	const leading = (width - 10 * scale) / lines.length;
	const strip = (index: number) =>
		lines
			.map(({ text, most }, line) => {
				const size = Math.min(most * scale, room / (text.length * 0.58));
				const x = index * width + 5 * scale + leading * (line + 0.72);
				const weight = most > 13 ? 'bold' : 'normal';
				return `<text transform="translate(${x} ${foot}) rotate(-90)" font-family="Roboto" font-weight="${weight}" font-size="${size}" fill="${INK}">${escapeXml(text)}</text>`;
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

/** A long address on two lines, cut where one would breathe: after a dot, a dash or a stroke. */
function splitAddress(site: string): string[] {
	if (site.length <= LINE) return [site];
	const cuts = [...site.matchAll(/[.:/-]/g)].map(({ index }) => index + 1);
	const middle = site.length / 2;
	const cut = cuts.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
	return cut === undefined ? [site] : [site.slice(0, cut), site.slice(cut)];
}

function escapeXml(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
