import { m } from '#lib/paraglide/messages.js';
import { LEAF } from '#lib/server/pdf.ts';

/** "Résidence Les Tilleuls", and not "Résidence Résidence du Parc". */
export function residenceTitle(name: string): string {
	const word = m.poster_residence({ residence: '' }).trim();
	return name.toLowerCase().startsWith(word.toLowerCase())
		? name
		: m.poster_residence({ residence: name });
}

/** The mark of the house, as on the screen: `static/mark.svg`. */
export function mark(): string {
	return `<svg viewBox="0 0 48 48"><rect width="48" height="48" rx="12" fill="${LEAF}"/><g transform="translate(10.8 10.8) scale(1.1)" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M10 21H2"/><path d="M10 3H7a2 2 0 0 0-2 2v16"/><path d="M14 12h.01"/><path d="M19 21V5a2 2 0 0 0-1.675-1.974l-6.163-1.013A1 1 0 0 0 10 3v18a1 1 0 0 0 1.124.992z"/><path d="M22 21h-3"/></g></svg>`;
}
