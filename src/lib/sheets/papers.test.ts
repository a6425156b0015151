import { describe, expect, it } from 'vitest';
import { inLanguage } from '#lib/server/in-language.ts';
import type { JobContext } from '#lib/server/jobs/worker.ts';
import { exampleSheet } from './example.ts';
import { composeCancelMail, composeSheetMail } from './mail.server.ts';
import { pdfText } from '#lib/server/pdf-text.ts';
import { sheetPdf } from './pdf.server.ts';
import type { SheetView } from './views.ts';

const LINK = 'https://palier.example/s/x';
const read = async (sheet: SheetView, link: string | null = null) => {
	const text = pdfText(await inLanguage('fr', () => sheetPdf(sheet, link)));
	// The figures of French keep their parts together with spaces of their own.
	return text.replaceAll('\u00A0', ' ');
};

describe('sheetPdf', () => {
	it('says what, how much, when, where and the total, with every accent', async () => {
		const text = await read(exampleSheet());
		for (const words of [
			'Bon de commande',
			'Légumes de la ferme',
			'Samedi 28 novembre 2026, 10 h – 12 h',
			'À la loge, Les Tilleuls',
			'03 44 00 00 00',
			'Œufs',
			'54 pièces',
			'1 013,5 kilos',
			'1,81 € le kilo',
			'pour 17 foyers',
			'1 234,56 €'
		]) {
			expect(text.replace(/\s+/g, ' ')).toContain(words);
		}
		expect(text).not.toContain('\uFFFD');
	});

	it('shows the answer once there is one, and the link only when it is known', async () => {
		const sheet = exampleSheet({
			answeredAt: '2026-11-26T08:00:00Z',
			answerNote: 'Gel cette nuit'
		});
		const lines = sheet.lines.map((line) => ({ ...line, answeredQuantity: 12 }));
		const text = await read({ ...sheet, lines }, LINK);
		expect(text).toContain('Annoncé');
		expect(text).toContain('12 kilos');
		expect(text.replace(/\s+/g, ' ')).toContain('Gel cette nuit');
		expect(text.replace(/\s+/g, '')).toContain(LINK);
		expect(await read(sheet)).not.toContain('Bien reçu');
	});

	it('takes forty products on several pages, and any letters', async () => {
		const [line] = exampleSheet().lines;
		if (!line) throw new Error('The example has a line.');
		const lines = Array.from({ length: 40 }, (_, index) => ({
			...line,
			offerId: String(index),
			name: `Łódź <b>${index}</b> Ωmega`
		}));
		const text = await read(exampleSheet({ lines }));
		// A line may break at the slash.
		expect(text.replace(/\s+/g, '')).toContain('Łódź<b>39</b>Ωmega');
		expect(text.replace(/\s+/g, '')).toContain('page2sur4');
	});
});

describe('composeSheetMail', () => {
	const compose = (origin: string | null, sheet = exampleSheet()) =>
		composeSheetMail(sheet as never, { origin } as JobContext);

	it('is French even when the process speaks English at that moment', async () => {
		const mail = await inLanguage('en', () => compose('https://palier.example'));
		expect(mail.subject).toBe('Bon de commande\u00a0: Légumes de la ferme, Les Tilleuls');
		expect(mail.text).toContain('Bonjour Ferme du Plessis,');
		expect(mail.text.replace(/\s+/g, ' ')).toContain('- Carottes : 1 013,5 kilos');
		expect(mail.text).toContain('Livraison\u00a0: samedi 28 novembre 2026');
		expect(mail.text).toContain(`https://palier.example/s/${exampleSheet().token}`);
		expect(mail.text).toContain('03 44 00 00 00');
	});

	it('carries the sheet as PDF and for a spreadsheet', async () => {
		const { attachments = [] } = await compose('https://palier.example');
		expect(attachments.map(({ filename }) => filename)).toEqual([
			'bon-de-commande-legumes-de-la-ferme-2026-11-28.pdf',
			'bon-de-commande-legumes-de-la-ferme-2026-11-28.csv'
		]);
		expect(attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
		expect(attachments[1]?.content.toString()).toContain('Carottes;1013,5;kilo');
	});

	it('names no link when nobody knows the public address', async () => {
		const mail = await compose(null, exampleSheet({ lodgePhone: '' }));
		expect(mail.text).not.toContain('/s/');
		expect(mail.text).toContain('Appelez la loge');
	});
});

describe('composeCancelMail', () => {
	it('says at once that nothing is to be prepared, and why', async () => {
		const payload = { ...exampleSheet(), reason: 'Pas assez de commandes' };
		const mail = await composeCancelMail(payload as never, { origin: null } as JobContext);
		expect(mail.subject).toBe('Commande annulée\u00a0: Légumes de la ferme, Les Tilleuls');
		expect(mail.text).toContain('Ne préparez rien');
		expect(mail.text).toContain('samedi 28 novembre 2026');
		expect(mail.text).toContain('Pas assez de commandes');
	});
});
