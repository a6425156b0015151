import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { drawPages, type Box, type DrawnLine, type DrawnPage } from './drawn.ts';
import { lettersPdf } from './letters.server.ts';
import { posterPdf, type Poster } from './poster.server.ts';

beforeEach(() => overwriteGetLocale(() => 'fr'));

/** Lines that leave the page, and pairs of lines that lie on each other. */
function faults({ width, height, lines }: DrawnPage): string[] {
	const cut = lines.filter(
		({ box: [left, top, right, bottom] }) =>
			left < 2 || top < 2 || right > width - 2 || bottom > height - 2
	);
	// A line's box has room above and below its letters: the middle of it must be free.
	const core = ({ box: [left, top, right, bottom], upright }: DrawnLine): Box => {
		const inset = upright ? (bottom - top) / 4 : (right - left) / 4;
		return upright
			? [left, top + inset, right, bottom - inset]
			: [left + inset, top, right - inset, bottom];
	};
	const overlap = lines.filter((line, index) => {
		const [left, top, right, bottom] = core(line);
		return lines.slice(index + 1).some((other) => {
			const [l, t, r, b] = core(other);
			return left < r && l < right && top < b && t < bottom;
		});
	});
	return [...cut, ...overlap].map(({ text }) => text);
}

const poster: Poster = {
	residence: 'Les Tilleuls',
	lodgePhone: '03 44 00 00 00',
	code: 'TLX4K7',
	link: 'https://palier.example/join/TLX4K7',
	site: 'palier.example/join'
};
const host = 'palier.habitat-du-lagon.example.org:8443';
const long: Poster = {
	residence: 'Résidence des Grands Jardins de la Vallée du Thérain, bâtiments Nord et Sud',
	lodgePhone: '+687 05 00 00 (de 8 h à 12 h)',
	code: 'WMWMWM',
	link: `https://${host}/join/WMWMWM`,
	site: `${host}/join`
};

describe('the poster, drawn', () => {
	it.each([
		['A4', 'fr', poster],
		['A4', 'en', poster],
		['A5', 'fr', poster],
		['A4', 'fr', long],
		['A5', 'en', long],
		['A4', 'fr', { ...poster, lodgePhone: '' }]
	] as const)(
		'is one page of %s in %s, whole, and its code opens the address',
		async (size, locale, content) => {
			overwriteGetLocale(() => locale);
			const pages = drawPages(await posterPdf(content, size));
			expect(pages).toHaveLength(1);
			const [page] = pages as [DrawnPage];
			expect(faults(page)).toEqual([]);
			expect(page.code).toBe(content.link);
		}
	);

	it('is read from a metre: 24 points at least, but for what is torn off', async () => {
		const [page] = drawPages(await posterPdf(poster, 'A4')) as [DrawnPage];
		const small = page.lines.filter(({ size, upright }) => upright && size < 24);
		expect(small.map(({ text }) => text)).toEqual([]);
		const strips = page.lines.filter(({ upright }) => !upright).map(({ text }) => text);
		expect(strips.filter((text) => text.includes('TLX 4K7'))).toHaveLength(7);
		expect(strips.filter((text) => text.includes('03 44 00 00 00'))).toHaveLength(7);
	});
});

describe('the letters, drawn', () => {
	const site = (base: string) => `${base.replace('https://', '')}/join`;
	const letter = (label: string, floor: number) => ({
		label,
		floor,
		// As good as chance: a code of one figure repeated is a pattern that no letter has.
		token: createHash('sha256').update(label).digest('hex'),
		code: 'WMWMWMWMWM',
		expiresAt: '2027-01-22T12:00:00Z'
	});
	const batch = {
		residence: { name: long.residence, lodgePhone: long.lodgePhone, timeZone: 'Europe/Paris' },
		mostUses: 4,
		letters: [letter('A 01', 0), letter('Bâtiment des Lilas B 112 bis', 12)]
	};

	it.each([
		['fr', 'https://palier.example'],
		['en', `https://${host}`]
	] as const)('are whole in %s, each with its own code and large type', async (locale, base) => {
		overwriteGetLocale(() => locale);
		const link = ({ token }: { token: string }) => `${base}/join/l/${token}`;
		const pages = drawPages(await lettersPdf(batch, link, site(base)));
		expect(pages.map(({ code }) => code)).toEqual(batch.letters.map(link));
		expect(pages.flatMap(faults)).toEqual([]);
		for (const { lines } of pages) {
			expect(lines.filter(({ size }) => size < 18).length).toBeLessThanOrEqual(4);
			expect(lines.filter(({ size }) => size < 14)).toEqual([]);
		}
	});
});
