import { expect, it } from 'vitest';
import { moneyCsv } from './csv.ts';
import type { AccountView } from './views.ts';

const account = (fields: Partial<AccountView>): AccountView => ({
	id: '1',
	label: 'A 01',
	building: '',
	staircase: 'A',
	floor: 0,
	names: 'Odile Renard',
	orderCents: 2250,
	paidCents: 2250,
	owedCents: 0,
	...fields
});

it('writes doors, sums with a comma and a total, and disarms formulas', () => {
	const csv = moneyCsv({
		households: [
			account({}),
			account({ label: 'A 02', names: '-1+1', orderCents: 1000, paidCents: 1200, owedCents: -200 })
		]
	});
	expect(csv.replace(/^\uFEFF/, '').split('\r\n')).toEqual([
		'Porte;Noms;Commande;Payé;Reste',
		'A 01;Odile Renard;22,50;22,50;0,00',
		`A 02;"'-1+1";10,00;12,00;-2,00`,
		'Total;;32,50;34,50;-2,00',
		''
	]);
});
