import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { parseForm } from '#lib/forms/parse.ts';
import { cleanCode } from './code.ts';
import { gatherDoors, proposeDoors, readDoors } from './doors.ts';
import { hashNetwork, networkOf } from './network.ts';
import { localPath, nextPath } from './next-path.ts';
import { AddDoors, DescribeStaircase, SavePerson, TryCode } from './schema.ts';
import { findPeople, groupByStaircase } from './search.ts';
import type { Door } from './views.ts';

overwriteGetLocale(() => 'fr');

function form(values: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(values)) data.append(name, value);
	return data;
}

describe('localPath', () => {
	it.each(['/', '/r/1/orders?x=1#y', '/sign-in', '/a//b', '/%2F%2Fevil.example'])(
		'keeps %s',
		(path) => expect(localPath(path)).toBe(path)
	);

	it.each([
		'//evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'https://evil.example',
		'javascript:alert(1)',
		'evil.example',
		'/..//evil.example',
		'/.//evil.example',
		'',
		null,
		undefined,
		['/a'],
		`/${'a'.repeat(2_000)}`
	])('drops %j', (path) => expect(localPath(path)).toBeNull());
});

describe('nextPath', () => {
	it('leads nowhere from sign-in and sign-out', () => {
		for (const path of [
			'/sign-in',
			'/sign-in/code',
			'/sign-in?next=/a',
			'/sign-out',
			'/a/../sign-in'
		]) {
			expect(nextPath(path)).toBeNull();
		}
		expect(nextPath('/sign-ins')).toBe('/sign-ins');
	});
});

describe('cleanCode', () => {
	it.each([
		['123456', '123456'],
		[' 123 456 ', '123456'],
		['123-456', '123456'],
		['Code : 123456.', '123456'],
		['１２３４５６', '123456'],
		['١٢٣٤٥٦', '123456'],
		['abc', '']
	])('reads %j as %s', (typed, code) => expect(cleanCode(typed)).toBe(code));

	it('says how many figures a code has', async () => {
		const short = await parseForm(TryCode, form({ code: '12 34' }));
		expect(short).toMatchObject({
			ok: false,
			values: {},
			issues: { code: expect.stringContaining('6') }
		});
		const empty = await parseForm(TryCode, form({ code: '' }));
		expect(empty).toMatchObject({ issues: { code: 'Remplissez cette ligne.' } });
	});
});

describe('networkOf', () => {
	it.each([
		['192.0.2.7', '192.0.2.7'],
		['::ffff:192.0.2.7', '192.0.2.7'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
		['2001:db8:1:2::9', '2001:db8:1:2'],
		['2001:0DB8::1', '2001:db8:0:0'],
		['fe80::1%eth0', 'fe80:0:0:0'],
		['::1', '0:0:0:0']
	])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));

	it('cannot be read back', () => {
		const hash = hashNetwork('192.0.2.7', 'secret');
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(hash).not.toBe(hashNetwork('192.0.2.7', 'another'));
		expect(hash).toBe(hashNetwork('::ffff:192.0.2.7', 'secret'));
	});
});

describe('doors', () => {
	it('proposes floor and rank', () => {
		const plan = { from: -1, to: 1, perFloor: 2, style: 'floor' as const };
		expect(proposeDoors(plan)).toEqual([
			[-1, ['S11', 'S12']],
			[0, ['01', '02']],
			[1, ['11', '12']]
		]);
	});

	it('takes two figures for the rank from ten doors on a floor', () => {
		const [[, doors] = []] = proposeDoors({ from: 1, to: 1, perFloor: 10, style: 'floor' });
		expect([doors?.[0], doors?.[9]]).toEqual(['101', '110']);
		expect(proposeDoors({ from: 2, to: 2, perFloor: 1, style: 'hundred' })).toEqual([[2, ['201']]]);
	});

	it('counts on from floor to floor', () => {
		expect(proposeDoors({ from: 0, to: 1, perFloor: 2, style: 'run' })).toEqual([
			[0, ['1', '2']],
			[1, ['3', '4']]
		]);
	});

	it('never proposes the same number twice', () => {
		for (const style of ['floor', 'hundred', 'run'] as const) {
			for (const perFloor of [1, 9, 10, 30]) {
				const doors = proposeDoors({ from: -3, to: 25, perFloor, style }).flatMap(([, all]) => all);
				expect(new Set(doors).size, `${style} ${perFloor}`).toBe(doors.length);
			}
		}
	});

	it('reads what people type', () => {
		expect(readDoors(' 11, 12  bis;13\n14,, ')).toEqual(['11', '12 bis', '13', '14']);
		expect(gatherDoors({ '0': '1', '1': '1, 2' }).problems).toEqual([
			{ kind: 'twice', floor: 1, door: '1' }
		]);
	});

	it('says beside the floor what cannot be', async () => {
		const twice = await parseForm(
			AddDoors,
			form({ staircase: 'B', 'floors.0': '1, 2', 'floors.1': '2, 3' })
		);
		expect(twice).toMatchObject({
			ok: false,
			values: { 'floors.1': '2, 3' },
			issues: { 'floors.1': expect.stringContaining('2') }
		});
		const none = await parseForm(AddDoors, form({ staircase: 'B', 'floors.0': ' ' }));
		expect(none).toMatchObject({ ok: false, issues: { 'floors.0': expect.any(String) } });
		const many = Array.from({ length: 301 }, (_, index) => index + 1).join(',');
		const tooMany = await parseForm(AddDoors, form({ staircase: 'B', 'floors.0': many }));
		expect(tooMany.ok).toBe(false);
	});

	it('gives the doors with their floors', () => {
		const input = {
			building: '',
			staircase: ' B ',
			floors: { '0': '01', '-1': '', '2': '21, 22' }
		};
		expect(v.parse(AddDoors, input)).toEqual({
			building: '',
			staircase: 'B',
			doors: [
				{ floor: 0, door: '01' },
				{ floor: 2, door: '21' },
				{ floor: 2, door: '22' }
			]
		});
	});

	it('refuses an upside-down or endless staircase', async () => {
		const asked = { staircase: 'B', from: '3', to: '0', perFloor: '4', style: 'floor' };
		const upsideDown = await parseForm(DescribeStaircase, form(asked));
		expect(upsideDown).toMatchObject({ ok: false, issues: { to: expect.any(String) } });
		const endless = await parseForm(
			DescribeStaircase,
			form({ ...asked, from: '0', to: '30', perFloor: '30' })
		);
		expect(endless).toMatchObject({ ok: false, issues: { perFloor: expect.any(String) } });
		const words = await parseForm(
			DescribeStaircase,
			form({ ...asked, to: '4', perFloor: 'quatre' })
		);
		expect(words).toMatchObject({ ok: false, issues: { perFloor: expect.any(String) } });
	});
});

describe('SavePerson', () => {
	const person = { name: ' Jean Morel ', role: 'tenant', household: '', email: '', phone: '' };

	it('takes somebody without e-mail and phone', () => {
		expect(v.parse(SavePerson, person)).toEqual({
			name: 'Jean Morel',
			role: 'tenant',
			household: null,
			email: null,
			phone: null
		});
	});

	it('says what is wrong beside its field', async () => {
		const parsed = await parseForm(
			SavePerson,
			form({ name: ' ', role: 'queen', household: 'x', email: 'jean@', phone: 'call me' })
		);
		expect(parsed.ok).toBe(false);
		expect(parsed).toMatchObject({
			issues: {
				name: expect.any(String),
				role: expect.any(String),
				household: expect.any(String),
				email: expect.stringContaining('e-mail'),
				phone: expect.stringContaining('chiffres')
			}
		});
	});
});

describe('findPeople', () => {
	const person = (name: string) =>
		({ id: name, name, role: 'tenant', hasAccount: true, email: null, phone: null }) as const;
	const door = (staircase: string, number: string, ...names: string[]): Door => ({
		id: staircase + number,
		building: '',
		staircase,
		floor: 1,
		door: number,
		label: `${staircase} ${number}`,
		members: names.map(person)
	});
	const all = {
		households: [door('A', '12', 'Inès Payet'), door('B', '1', 'Jean-Luc Morel'), door('B', '12')],
		others: [person('Claire Vasseur')]
	};
	const labels = (query: string) => findPeople(all, query).households.map(({ label }) => label);

	it.each([
		['', ['A 12', 'B 1', 'B 12']],
		['b12', ['B 12']],
		['B 1', ['B 1', 'B 12']],
		['12', ['A 12', 'B 12']],
		['ines', ['A 12']],
		['morel jean', ['B 1']],
		['jeanluc', ['B 1']],
		['nobody', []]
	])('%j finds %j', (query, found) => expect(labels(query)).toEqual(found));

	it('finds people without a door', () => {
		expect(findPeople(all, 'vass').others).toHaveLength(1);
		expect(findPeople(all, 'b12').others).toHaveLength(0);
	});

	it('keeps the order of the staircases', () => {
		expect(
			groupByStaircase(all.households).map(({ staircase, doors }) => [staircase, doors.length])
		).toEqual([
			['A', 1],
			['B', 2]
		]);
	});
});
