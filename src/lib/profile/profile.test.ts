import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { nameAccess, nameAccessPlace, readBefore } from './access-words.ts';
import { SaveProfile } from './schema.ts';

overwriteGetLocale(() => 'fr');

describe('SaveProfile', () => {
	const least = {
		displayName: '',
		phoneTo: 'nobody',
		language: 'fr',
		text: 'normal',
		theme: 'auto'
	};

	it('takes a box that is not ticked for no', () => {
		expect(v.parse(SaveProfile, least)).toEqual({ ...least, showsStaircase: false, aloud: false });
		expect(v.parse(SaveProfile, { ...least, aloud: 'on', displayName: ' Odile ' })).toMatchObject({
			displayName: 'Odile',
			aloud: true
		});
	});

	it('says what is wrong beside its field', async () => {
		const data = new FormData();
		const typed = {
			displayName: 'x'.repeat(41),
			phoneTo: 'all',
			language: 'de',
			text: '',
			theme: ''
		};
		for (const [name, value] of Object.entries(typed)) data.append(name, value);
		const parsed = await parseForm(SaveProfile, data);
		if (parsed.ok) throw new Error('refused');
		expect(Object.keys(parsed.issues).sort()).toEqual(Object.keys(typed).sort());
	});
});

describe('the words of the access log', () => {
	/** Every kind and place that SQL writes down: note_access(…, 'kind', 'place'). */
	const folder = new URL('../../../supabase/migrations/', import.meta.url);
	const written = readdirSync(folder).flatMap((file) => [
		...readFileSync(new URL(file, folder), 'utf8').matchAll(
			/note_access\([^;]*?'(\w+)', '(\w+)'\);/g
		)
	]);

	it('has one for all that is written down', () => {
		expect(written.length).toBeGreaterThan(3);
		for (const [, what, place] of written) {
			expect(nameAccess({ what: what as 'phone' })).toMatch(/\.$/);
			expect(nameAccessPlace({ place: place ?? '' }), place).toBeTruthy();
		}
	});

	it('leaves out a place without words', () => {
		expect(nameAccessPlace({ place: 'nowhere' })).toBeNull();
	});
});

it.each([
	['12', 12],
	[null, null],
	['', null],
	['-1', null],
	['1e9', null],
	['9'.repeat(30), null]
])('the log goes on from %j: %j', (text, id) => expect(readBefore(text)).toBe(id));
