import type { SheetView } from './views.ts';

/** The name of a downloaded sheet: `bon-de-commande-legumes-de-la-ferme-2026-11-28.pdf`. */
export function sheetFileName(
	sheet: Pick<SheetView, 'round' | 'deliveryOn'>,
	word: string,
	extension: 'pdf' | 'csv'
): string {
	// Letters and digits only: the name stands in a header and on every kind of disk.
	const title = `${word} ${sheet.round}`
		.replace(/œ/gi, 'oe')
		.normalize('NFD')
		.replace(/[^\w\s-]/g, '')
		.trim()
		.replace(/[\s_-]+/g, '-')
		.toLowerCase()
		.slice(0, 60);
	return `${title}-${sheet.deliveryOn}.${extension}`;
}
