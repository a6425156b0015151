import { describe, expect, it } from 'vitest';
import { pdfText } from '#lib/server/pdf-text.ts';
import { spacedCode } from './code.ts';
import { lettersPdf } from './letters.server.ts';
import { posterPdf } from './poster.server.ts';

const residence = { name: 'Les Tilleuls', lodgePhone: '03 44 00 00 00', timeZone: 'Europe/Paris' };
const batch = {
	residence,
	mostUses: 4,
	letters: ['A 01', 'B 12'].map((label, index) => ({
		label,
		floor: index,
		token: String(index).repeat(64),
		code: 'ACDEFGHJKM',
		expiresAt: '2027-01-22T12:00:00Z'
	}))
};
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;

describe('posterPdf', () => {
	it.each(['A4', 'A5'] as const)('fits one page of %s, with code and phone', async (size) => {
		const pdf = await posterPdf(
			{
				residence: residence.name,
				lodgePhone: residence.lodgePhone,
				code: 'TLX4K7',
				link: 'https://palier.example/join/TLX4K7',
				site: 'palier.example/join'
			},
			size
		);
		expect(pages(pdf)).toBe(1);
		const text = pdfText(pdf).replace(/\s+/g, ' ');
		expect(text).toContain('TLX 4K7');
		expect(text).toContain('03 44 00 00 00');
	});
});

describe('lettersPdf', () => {
	it('has a page for each household, with its door and its code', async () => {
		const pdf = await lettersPdf(
			batch,
			({ token }) => `https://palier.example/join/l/${token}`,
			'palier.example/join'
		);
		expect(pages(pdf)).toBe(2);
		const text = pdfText(pdf).replace(/\s+/g, ' ');
		expect(text).toContain('B 12');
		expect(text).toContain(spacedCode('ACDEFGHJKM'));
		expect(text).toContain('22 janvier 2027');
	});
});
