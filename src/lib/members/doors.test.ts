import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { gatherDoors, proposeDoors, readDoors } from './doors.ts';
import { AddDoors, DescribeStaircase } from './schema.ts';

overwriteGetLocale(() => 'fr');

function form(values: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(values)) data.append(name, value);
	return data;
}

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
