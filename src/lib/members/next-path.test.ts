import { describe, expect, it } from 'vitest';
import { localPath, nextPath } from './next-path.ts';

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
