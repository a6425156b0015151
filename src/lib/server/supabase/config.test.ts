import { describe, expect, it } from 'vitest';
import { readConfig, SetupError, type Environment } from './config.ts';

const supabase = {
	SUPABASE_URL: 'https://abc.supabase.co',
	SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
	SUPABASE_SECRET_KEY: 'sb_secret_x'
};

describe('readConfig', () => {
	it('needs nothing', () => {
		expect(readConfig({}, '/app')).toMatchObject({
			database: { mode: 'embedded' },
			host: '127.0.0.1',
			port: 3000,
			data: '/app/.palier',
			demo: false,
			origin: null,
			smtpUrl: null
		});
	});

	it('chooses the mode by what is set', () => {
		const own = readConfig({ DATABASE_URL: 'postgres://palier@db/palier' });
		expect(own.database.mode).toBe('postgres');
		expect(readConfig(supabase).database.mode).toBe('supabase');
	});

	it('takes an empty value for none', () => {
		expect(readConfig({ DATABASE_URL: '', PALIER_DEMO: ' ' }).database.mode).toBe('embedded');
	});

	const refused: [Environment, RegExp][] = [
		[{ PALIER_DEMOO: '1' }, /PALIER_DEMOO.*PALIER_DEMO/],
		[{ PALIER_DEMO: 'yes' }, /1 \(yes\) or 0 \(no\)/],
		[{ PORT: '80a' }, /PORT is "80a"/],
		[{ PORT: '70000' }, /PORT is "70000"/],
		[{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
		[{ PALIER_CONTACT: 'gardien@example.org' }, /PALIER_CONTACT/],
		[{ PALIER_CONTACT: 'mailto:gardien@localhost' }, /PALIER_CONTACT/],
		[{ PALIER_CONTACT: 'https://palier.local' }, /PALIER_CONTACT/],
		[{ PALIER_PUSH_HOSTS: 'https://push.example.org' }, /PALIER_PUSH_HOSTS/],
		[{ PALIER_ORIGIN: 'palier.example.org' }, /PALIER_ORIGIN/],
		[{ PALIER_ORIGIN: 'https://example.org/palier' }, /without a path/],
		[{ DATABASE_URL: 'mysql://x' }, /postgres:\/\//],
		[{ SMTP_URL: 'mail.example.org' }, /smtp:\/\//],
		[{ ...supabase, DATABASE_URL: 'postgres://a/b' }, /both set/],
		[{ SUPABASE_URL: 'https://abc.supabase.co' }, /all three/]
	];

	it.each(refused)('refuses %j with a sentence', (env, sentence) => {
		expect(() => readConfig(env)).toThrow(SetupError);
		expect(() => readConfig(env)).toThrow(sentence);
	});

	it('does not repeat passwords', () => {
		expect(() => readConfig({ SMTP_URL: 'http://user:hunter2@mail' })).toThrow(/^(?!.*hunter2)/);
	});
});
