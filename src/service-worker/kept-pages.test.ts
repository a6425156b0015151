import { describe, expect, it } from 'vitest';
import {
	isKept,
	isKeepable,
	linkKept,
	listAhead,
	listInstead,
	markOld,
	PERSON,
	readLang,
	readTitle,
	saysWhatWasDone
} from './kept-pages.ts';

const id = '0b8f2f0e-5b8e-4a83-9c86-6f6f0a1f4c11';
const round = '7c1d2f0e-5b8e-4a83-9c86-6f6f0a1f4c22';
const root = `/r/${id}`;
const url = (path: string) => new URL(path, 'https://palier.example');

describe('isKept', () => {
	it.each([
		root,
		`${root}/orders`,
		`${root}/orders/mine`,
		`${root}/orders/${round}/mine`,
		`${root}/orders/${round}/pickup`
	])('%s opens without network', (path) => {
		expect(isKept(url(path))).toBe(true);
	});

	it.each([
		'/',
		'/sign-in',
		`${root}/me`,
		`${root}/members/phones`,
		`${root}/me/data/download`,
		`${root}/orders/${round}`,
		`${root}/orders/${round}/mine?for=${id}`,
		`${root}/orders/${round}/pickup?q=renard`,
		`${root}/orders/${round}/mine?cancel=1`
	])('%s is kept nowhere', (path) => {
		expect(isKept(url(path))).toBe(false);
	});
});

describe('isKeepable', () => {
	const answer = (headers: Record<string, string>, status = 200) =>
		isKeepable(new Response(status === 204 ? null : '<p>', { status, headers }));
	const html = { 'content-type': 'text/html; charset=utf-8' };

	it('keeps a page of somebody', () => {
		expect(answer({ ...html, [PERSON]: 'a1b2c3d4' })).toBe(true);
	});

	it('keeps nothing that is nobody’s, no error and no file', () => {
		expect(answer(html)).toBe(false);
		expect(answer({ ...html, [PERSON]: 'nobody' })).toBe(false);
		expect(answer({ ...html, [PERSON]: 'a1b2c3d4' }, 500)).toBe(false);
		expect(answer({ 'content-type': 'text/csv', [PERSON]: 'a1b2c3d4' })).toBe(false);
	});
});

describe('listAhead', () => {
	it('takes my orders and the pick-up lists from the home page alone', () => {
		const list = `${root}/orders/${round}/pickup`;
		const html = `<a href="${list}">Retrait</a> <a href="${list}">Retrait</a><a href="${root}/me">`;
		expect(listAhead(root, html)).toEqual([`${root}/orders/mine`, list]);
		expect(listAhead(`${root}/orders`, html)).toEqual([]);
	});
});

describe('listInstead', () => {
	const kept = [`${root}/orders/mine`, root];

	it('opens home where the app begins, and its shortcuts', () => {
		expect(listInstead(url('/?from=app'), kept)).toEqual([root]);
		expect(listInstead(url('/?to=orders/mine'), kept)).toEqual([`${root}/orders/mine`, root]);
		expect(listInstead(url('/?to=https://elsewhere.example'), kept)).toEqual([root]);
		expect(listInstead(url('/'), [])).toEqual([]);
	});

	it('opens one’s order where the round leads to it', () => {
		const path = `${root}/orders/${round}`;
		expect(listInstead(url(path), kept)).toEqual([path, `${path}/mine`]);
	});
});

describe('a page of before', () => {
	const html =
		'<!doctype html><html lang="en" data-text="large"><head><title>Home · Les Tilleuls</title></head><body data-x="y"><p>Hello</p></body></html>';
	const words = { title: 'No network.', age: 'From: <today>', retry: 'Try again' };

	it('says its age before everything else, and nothing it says becomes markup', () => {
		const page = markOld(html, words);
		expect(page.indexOf('No network.')).toBeGreaterThan(page.indexOf('<body'));
		expect(page.indexOf('No network.')).toBeLessThan(page.indexOf('Hello'));
		expect(page).not.toContain('<today>');
	});

	it('is read in its own language, under its own name', () => {
		expect(readLang(html)).toBe('en');
		expect(readLang('<html lang="fr">')).toBe('fr');
		expect(readTitle(html)).toBe('Home · Les Tilleuls');
	});

	it('is not kept with the sentence about what was just done', () => {
		expect(saysWhatWasDone('<dialog open class="toast alert tone-leaf">')).toBe(true);
		expect(saysWhatWasDone(html)).toBe(false);
	});
});

describe('linkKept', () => {
	it('lists what opens, or nothing', () => {
		const page = '<main><h1>Pas de réseau</h1></main>';
		expect(linkKept(page, 'Vous pouvez ouvrir', [{ path: root, title: 'Accueil' }])).toContain(
			`<a href="${root}">Accueil</a>`
		);
		expect(linkKept(page, 'Vous pouvez ouvrir', [])).toBe(page);
	});
});
