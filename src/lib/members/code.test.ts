import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { cleanCode } from './code.ts';
import { TryCode } from './schema.ts';

overwriteGetLocale(() => 'fr');

function form(values: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(values)) data.append(name, value);
	return data;
}

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
