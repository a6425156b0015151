import { describe, expect, it } from 'vitest';
import { pathHere, readPush } from './push-message.ts';

const origin = 'https://palier.example';
const general = { title: 'Palier', body: 'Il y a du nouveau dans votre résidence.' };
const message = (more: object = {}, told: object = {}) =>
	JSON.stringify({
		web_push: 8030,
		notification: {
			title: 'Commande ouverte',
			body: 'Commandez avant mercredi 18 h.',
			navigate: `${origin}/r/one/inbox/two`,
			lang: 'fr',
			tag: 'round-1',
			silent: false,
			data: { delivery: 'abcdefgh12345678', kind: 'round_opened' },
			...told
		},
		app_badge: '3',
		...more
	});

describe('readPush', () => {
	it('reads what the server sends', () => {
		expect(readPush(message(), origin, general)).toEqual({
			title: 'Commande ouverte',
			body: 'Commandez avant mercredi 18 h.',
			path: '/r/one/inbox/two',
			lang: 'fr',
			tag: 'round-1',
			silent: false,
			badge: 3,
			isTest: false,
			delivery: 'abcdefgh12345678'
		});
	});

	it.each([
		['nothing', null],
		['an empty text', ''],
		['no JSON', 'hello {'],
		['null', 'null'],
		['a list', '[1]'],
		['another format', message({ web_push: 1 })],
		['no title', message({}, { title: '   ' })],
		['a title that is no text', message({}, { title: { a: 1 } })],
		['no notification', JSON.stringify({ web_push: 8030 })]
	])('has something to show for %s', (_, text) => {
		const shown = readPush(text, origin, general);
		expect(shown).toMatchObject({ ...general, path: '/', delivery: null });
	});

	it.each(['https://elsewhere.example/r/one', 'javascript:alert(1)', '//elsewhere.example', 7])(
		'never leads elsewhere: %s',
		(navigate) => {
			expect(readPush(message({}, { navigate }), origin, general).path).toBe('/');
		}
	);

	it.each([
		['0', 0],
		[5, 5],
		['', null],
		['many', null],
		['-1', null],
		['1.5', null],
		[undefined, null]
	])('reads the number on the icon from %j', (app_badge, badge) => {
		expect(readPush(message({ app_badge }), origin, general).badge).toBe(badge);
	});

	it.each(['push_welcome', 'push_test'])('%s is a proof, not news', (kind) => {
		expect(readPush(message({}, { data: { kind } }), origin, general).isTest).toBe(true);
	});

	it('reports under nothing but a token', () => {
		const data = { delivery: '../../sign-out' };
		expect(readPush(message({}, { data }), origin, general).delivery).toBeNull();
	});
});

describe('pathHere', () => {
	it('keeps query and place', () => {
		expect(pathHere(`${origin}/a?b=1#c`, origin)).toBe('/a?b=1#c');
		expect(pathHere('/a', origin)).toBe('/a');
		expect(pathHere(undefined, origin)).toBeNull();
	});
});
