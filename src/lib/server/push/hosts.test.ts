import { describe, expect, it } from 'vitest';
import { isPushEndpoint, KNOWN_PUSH_HOSTS } from './hosts.ts';

describe('isPushEndpoint', () => {
	it.each([
		'https://fcm.googleapis.com/fcm/send/abc:APA91b',
		'https://updates.push.services.mozilla.com/wpush/v2/gAAA',
		'https://wns2-par02p.notify.windows.com/w/?token=BQY',
		'https://web.push.apple.com/QGuQ'
	])('%s is a push service', (endpoint) =>
		expect(isPushEndpoint(endpoint, KNOWN_PUSH_HOSTS)).toBe(true)
	);
	it.each([
		'http://fcm.googleapis.com/x',
		'https://fcm.googleapis.com:8443/x',
		'https://me@fcm.googleapis.com/x',
		'https://fcm.googleapis.com.evil.example/x',
		'https://evil.example/fcm.googleapis.com',
		'https://xpush.apple.com/x',
		'https://push.apple.com.evil.example/x',
		'https://127.0.0.1/x',
		'https://2130706433/x',
		'https://[::1]/x',
		'https://localhost/x',
		'https://metadata.internal/x',
		'file:///etc/passwd',
		'nothing',
		'',
		`https://fcm.googleapis.com/${'x'.repeat(2_000)}`
	])('%s is none', (endpoint) => expect(isPushEndpoint(endpoint, KNOWN_PUSH_HOSTS)).toBe(false));

	it('knows somebody’s own push service by name and port only', () => {
		const hosts = ['push.example:8443'];
		expect(isPushEndpoint('https://push.example:8443/x', hosts)).toBe(true);
		expect(isPushEndpoint('https://push.example/x', hosts)).toBe(false);
		expect(isPushEndpoint('https://push.example:8444/x', hosts)).toBe(false);
	});
});
