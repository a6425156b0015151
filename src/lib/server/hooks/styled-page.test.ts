import { describe, expect, it } from 'vitest';
import { carryStyles } from './styled-page.ts';

const sheet = '<link href="/_app/immutable/assets/frame.C8zRwOzP.css" rel="stylesheet">';
const code = '<link href="/_app/immutable/entry/start.CxNHrlUo.js" rel="modulepreload">';
const page = (head: string, body: string) =>
	`<html><head><title>Accueil</title>\n\t\t${head}\n\t</head><body>${body}</body></html>`;
const styles = (path: string) =>
	path.endsWith('frame.C8zRwOzP.css') ? { text: 'p{color:red}', hash: 'sha256-x' } : null;

describe('carryStyles', () => {
	it('puts styles before their file, and code behind the body', () => {
		const { html, hashes } = carryStyles(page(code + sheet, '<p>Bonjour</p>'), styles);
		expect(hashes).toEqual(['sha256-x']);
		const places = [
			'<style>p{color:red}</style>',
			'rel="stylesheet" media="(max-width: 0)"',
			'</head>',
			'<p>Bonjour</p>',
			'rel="modulepreload"',
			'</body>'
		].map((part) => html.indexOf(part));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places[0]).toBeGreaterThan(0);
		expect(html.match(/<link /g)).toHaveLength(2);
	});

	it('keeps the link to a stylesheet that it cannot read', () => {
		const other = sheet.replace('frame', 'other');
		expect(carryStyles(page(other, ''), styles)).toEqual({ html: page(other, ''), hashes: [] });
	});

	it('leaves alone what people wrote, and what is no whole page', () => {
		const { html } = carryStyles(page('', `<p>${sheet}${code}</p>`), styles);
		expect(html).toBe(page('', `<p>${sheet}${code}</p>`));
		expect(carryStyles('<p>part</p>', styles)).toEqual({ html: '<p>part</p>', hashes: [] });
	});

	it('takes styles as they are, whatever signs they hold', () => {
		const odd = () => ({ text: "a::after{content:'$& $1'}", hash: 'h' });
		expect(carryStyles(page(sheet, ''), odd).html).toContain("<style>a::after{content:'$& $1'}<");
	});
});
