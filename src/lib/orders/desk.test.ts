import { expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { readDoors, sayDesk } from './desk.ts';
import { NOW, PARIS, round } from './example.ts';
import type { DeskHousehold, DeskPage } from './views.ts';

overwriteGetLocale(() => 'fr');

const door = (id: string, more: Partial<DeskHousehold> = {}): DeskHousehold => ({
	id,
	building: '',
	staircase: 'B',
	label: `B ${id}`,
	names: '',
	paper: false,
	totalCents: null,
	...more
});

const page = (...households: DeskHousehold[]): DeskPage => ({
	shell: {
		residence: {
			id: 'r',
			name: 'Les Tilleuls',
			address: '',
			timeZone: PARIS,
			isDemo: true,
			lodgePhone: '',
			pickupPlace: ''
		},
		member: { id: 'nadia', name: 'Nadia', role: 'caretaker', householdId: null, door: null },
		elsewhere: [],
		unread: 0,
		households: households.length,
		deletion: null,
		mark: 'abcd1234'
	},
	round: round('r'),
	households
});

it('leaves out what a door does not have', () => {
	const full = { names: 'Odile', paper: true, totalCents: 1200, building: 'Tour' };
	const { doors } = sayDesk(page(door('11'), door('12', full)), null, NOW);
	expect(readDoors(doors)).toEqual([
		{ id: '11', staircase: 'B', label: 'B 11' },
		{ id: '12', staircase: 'B', label: 'B 12', ...full }
	]);
});

it('reads aloud only an order that is there, even one of nothing to pay', () => {
	const answer = page(door('11'), door('12', { totalCents: 0 }));
	expect(sayDesk(answer, '11', NOW).saved).toBeNull();
	expect(sayDesk(answer, 'x', NOW).saved).toBeNull();
	expect(sayDesk(answer, '12', NOW).saved).toMatchObject({ label: 'B 12', totalCents: 0 });
});
