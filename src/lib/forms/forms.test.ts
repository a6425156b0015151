import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { errorSentence, type ErrorDetail } from '#lib/text/errors.ts';
import { parseForm, toObject } from './parse.ts';
import { refuse } from './refuse.ts';

overwriteGetLocale(() => 'fr');

/** A form as the browser would send it. */
function form(...pairs: [string, string | File][]): FormData {
	const data = new FormData();
	for (const [name, value] of pairs) data.append(name, value);
	return data;
}

const schema = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10)),
	email: v.pipe(v.string(), v.email()),
	lines: v.optional(v.record(v.string(), v.pipe(v.string(), v.toNumber(), v.minValue(0)))),
	months: v.optional(v.array(v.picklist(['1', '2'])))
});

describe('parseForm', () => {
	it('reads nested names and lists', async () => {
		const data = form(
			['name', ' Odile '],
			['email', 'odile@exemple.fr'],
			['lines.a', '1.5'],
			['lines.b', '0'],
			['months[]', '1'],
			['months[]', '2']
		);
		const parsed = await parseForm(schema, data);
		expect(parsed).toMatchObject({
			ok: true,
			value: { name: 'Odile', lines: { a: 1.5, b: 0 }, months: ['1', '2'] }
		});
	});

	it('keeps what was typed and says what is wrong beside each field, in French', async () => {
		const data = form(['name', ''], ['email', 'odile'], ['lines.a', '-1'], ['months[]', '13']);
		const parsed = await parseForm(schema, data);
		expect(parsed).toMatchObject({
			ok: false,
			values: { name: '', email: 'odile', 'lines.a': '-1', 'months[]': ['13'] },
			issues: {
				name: 'Remplissez cette ligne.',
				email: expect.stringContaining('adresse'),
				'lines.a': 'Écrivez 0 ou plus.',
				'months[]': 'Choisissez une réponse.'
			}
		});
	});

	it('never sends a code, a password or a file back', async () => {
		const data = form(
			['code', '123456'],
			['setup_code', 'ACDE'],
			['new_password', 'x'],
			['photo', new File(['x'], 'x.png')]
		);
		const parsed = await parseForm(schema, data);
		expect(parsed.values).toEqual({});
	});

	it('uses the words of the schema when it has some', async () => {
		const own = v.object({
			name: v.pipe(
				v.string(),
				v.minLength(1, () => 'Et votre nom ?')
			)
		});
		const parsed = await parseForm(own, form(['name', '']));
		expect(parsed).toMatchObject({ issues: { name: 'Et votre nom ?' } });
	});

	it('drops the character that no text of the database may have', async () => {
		const data = form(['name', 'Od\0ile'], ['email', 'o'], ['months[]', '1\0']);
		expect(toObject(data)).toMatchObject({ name: 'Odile', months: ['1'] });
		expect((await parseForm(schema, data)).values).toMatchObject({ name: 'Odile' });
	});

	it('is not led into the prototype', () => {
		const read = toObject(form(['__proto__.admin', '1'], ['constructor.x', '1'], ['a', '1']));
		expect(Object.keys(read)).toEqual(['a']);
		expect(({} as Record<string, unknown>).admin).toBeUndefined();
		expect(Object.keys(toObject(form(['a', '1'], ['a.b', '2'])))).toEqual([]);
	});
});

describe('refuse', () => {
	/** As `call` throws it. */
	function refusal(status: number, key: string, detail: ErrorDetail): Error {
		const fields = { name: 'Refusal', status, key, detail, sentence: errorSentence(key, detail) };
		return Object.assign(new Error(key), fields);
	}

	it('turns a refusal of the database into a sentence beside its field', () => {
		const detail = { left: 2, unit: 'kg', name: 'Carottes', offer: 'a' } as const;
		const failure = refuse(
			refusal(409, 'sold_out', detail),
			form(['lines.a', '3'], ['code', '1']),
			({ detail }) => `lines.${String(detail.offer)}`
		);
		const sentence = 'Il n’en reste que 2\u00a0kilos. Choisissez 2\u00a0kilos ou moins.';
		expect(failure.status).toBe(409);
		expect(failure.data).toEqual({
			values: { 'lines.a': '3' },
			issues: { 'lines.a': sentence },
			message: `Carottes\u00a0: ${sentence}`,
			key: 'sold_out'
		});
	});

	it('lets the database or the action name the field', () => {
		const byKey = refuse(refusal(422, 'code_wrong', {}), form(), { code_wrong: 'code' });
		expect(byKey.data.issues).toEqual({ code: errorSentence('code_wrong') });
		const byDatabase = refuse(refusal(422, 'value_invalid', { field: 'title' }), form());
		expect(byDatabase.data.issues).toEqual({ title: errorSentence('value_invalid') });
	});

	it('throws what is not a refusal, so that it is logged', () => {
		const bug = new Error('page_home failed (SUP)');
		expect(() => refuse(bug, form())).toThrow(bug);
	});
});
