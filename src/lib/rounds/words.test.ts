import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { minimumProgress } from './minimum.ts';
import { changeWords } from './state-words.ts';
import type { RoundChange } from './views.ts';

overwriteGetLocale(() => 'fr');

const now = new Date('2026-11-25T12:00:00Z');
const said = (change: Omit<RoundChange, 'at'>) =>
	changeWords({ at: '2026-11-25T11:00:00Z', ...change }, now, 'Europe/Paris');

describe('changeWords', () => {
	it('names who acted, and says when it was the clock', () => {
		expect(said({ from: 'open', to: 'closed', by: 'Nadia', detail: {} }).text).toBe(
			'Nadia a fermé la commande'
		);
		expect(
			said({ from: 'open', to: 'closed', by: null, detail: { by: 'deadline' } }).text
		).toContain('toute seule');
	});

	it('tells reopening from opening, and until when', () => {
		const reopened = said({
			from: 'closed',
			to: 'open',
			by: 'Nadia',
			detail: { closesAt: '2026-11-26T17:00:00+00:00' }
		});
		expect(reopened.text).toBe('Nadia a rouvert la commande');
		expect(reopened.more).toMatch(/demain 18/);
	});

	it('keeps the reason of a cancelling, and does without a name', () => {
		const cancelled = said({ from: 'open', to: 'cancelled', by: null, detail: { reason: 'gel' } });
		expect(cancelled).toEqual({
			text: 'Quelqu’un a annulé la commande',
			more: 'Raison\u00a0: gel'
		});
	});
});

describe('minimumProgress', () => {
	const round = {
		minimumCents: 30000,
		minimumBaskets: 8,
		progress: { households: 7, totalCents: 30000 }
	};

	it('says what is missing for each minimum', () => {
		const [euros, baskets] = minimumProgress(round);
		expect(euros).toMatchObject({ kind: 'cents', reached: true });
		expect(baskets).toMatchObject({ kind: 'baskets', reached: false, value: 7, max: 8 });
		expect(baskets?.words).toContain('Encore 1 foyer');
	});

	it('is empty without minimums', () => {
		expect(minimumProgress({ ...round, minimumCents: null, minimumBaskets: null })).toEqual([]);
	});
});
