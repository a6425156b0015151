import { isAbsolute, join } from 'node:path';

/** What the environment may say, and what each name means. The only list: `src/env.ts` declares these. */
export const settings = {
	PORT: 'Port of the web server (3000).',
	HOST: 'Address to listen on (127.0.0.1). 0.0.0.0 lets the phones of the house in.',
	LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent (info).',
	DATABASE_URL: 'A PostgreSQL server of your own, 15 or newer.',
	SUPABASE_URL: 'Address of a Supabase project.',
	SUPABASE_PUBLISHABLE_KEY: 'Publishable key of that project.',
	SUPABASE_SECRET_KEY: 'Secret key of that project: background jobs, sign-in codes, set-up.',
	SMTP_URL: 'Mail server, for example smtps://user:password@mail.example.org.',
	MAIL_FROM: 'Sender of the mails, for example "Palier <palier@example.org>".',
	PALIER_DATA: 'Folder of the embedded database and of mails not sent (.palier).',
	PALIER_DEMO: '1 opens the demo residence on an empty database.',
	PALIER_ORIGIN:
		'Public address when a proxy stands in front, for example https://palier.example.org.',
	PALIER_CONTACT:
		'Whom push services can reach, for example mailto:gardien@example.org. Without it, no phone is told.',
	PALIER_PUSH_HOSTS:
		'More push services than those of the browsers, with commas: push.example.org:8443.'
} as const;

export type Environment = Record<string, string | undefined>;

export type DatabaseTarget =
	| { mode: 'embedded' }
	| { mode: 'postgres'; databaseUrl: string }
	| { mode: 'supabase'; url: string; publishableKey: string; secretKey: string };

export type Config = {
	database: DatabaseTarget;
	host: string;
	port: number;
	/** Absolute folder for everything that this installation writes. */
	data: string;
	demo: boolean;
	/** Public origin behind a proxy, or null when people reach the app directly. */
	origin: string | null;
	smtpUrl: string | null;
	mailFrom: string;
	/** "mailto:" or "https:" address of whoever runs this installation; null: no push. */
	contact: string | null;
	/** Push services beside those of the browsers, as in KNOWN_PUSH_HOSTS. */
	pushHosts: string[];
	logLevel: string;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** An error whose message is one sentence for the person at the terminal. */
export class SetupError extends Error {
	override name = 'SetupError';
}

/**
 * Reads the environment. Throws a SetupError that says what to change when a PALIER_ name is
 * unknown or when values are bad or contradict each other.
 */
export function readConfig(env: Environment, root = process.cwd()): Config {
	refuseUnknownNames(env);
	const data = value(env, 'PALIER_DATA') ?? '.palier';
	return {
		database: readDatabase(env),
		host: value(env, 'HOST') ?? '127.0.0.1',
		port: readPort(value(env, 'PORT')),
		data: isAbsolute(data) ? data : join(root, data),
		demo: readSwitch(env, 'PALIER_DEMO'),
		origin: readOrigin(value(env, 'PALIER_ORIGIN')),
		smtpUrl: readUrl(env, 'SMTP_URL', ['smtp:', 'smtps:']),
		mailFrom: value(env, 'MAIL_FROM') ?? 'Palier <palier@localhost>',
		contact: readContact(value(env, 'PALIER_CONTACT')),
		pushHosts: readHosts(value(env, 'PALIER_PUSH_HOSTS')),
		logLevel: readLogLevel(value(env, 'LOG_LEVEL'))
	};
}

function value(env: Environment, name: keyof typeof settings): string | undefined {
	return env[name]?.trim() || undefined;
}

function refuseUnknownNames(env: Environment): void {
	const unknown = Object.keys(env).filter(
		(name) => name.startsWith('PALIER_') && !(name in settings)
	);
	if (unknown.length === 0) return;
	const known = Object.keys(settings).filter((name) => name.startsWith('PALIER_'));
	throw new SetupError(
		`Unknown setting ${unknown.join(', ')}: remove it, or use one of ${known.join(', ')}.`
	);
}

function readDatabase(env: Environment): DatabaseTarget {
	const databaseUrl = readUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
	const url = readUrl(env, 'SUPABASE_URL', ['http:', 'https:']);
	const publishableKey = value(env, 'SUPABASE_PUBLISHABLE_KEY');
	const secretKey = value(env, 'SUPABASE_SECRET_KEY');
	if (databaseUrl && (url || publishableKey || secretKey)) {
		throw new SetupError(
			'DATABASE_URL and SUPABASE_… are both set: keep DATABASE_URL for your own PostgreSQL, or the three SUPABASE_ settings for a Supabase project.'
		);
	}
	if (databaseUrl) return { mode: 'postgres', databaseUrl };
	if (!url && !publishableKey && !secretKey) return { mode: 'embedded' };
	if (!url || !publishableKey || !secretKey) {
		throw new SetupError(
			'A Supabase project needs all three of SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY: set the missing ones.'
		);
	}
	return { mode: 'supabase', url, publishableKey, secretKey };
}

function readPort(text = '3000'): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65_535) {
		throw new SetupError(
			`PORT is "${text}": set it to a number from 0 to 65535, for example 3000.`
		);
	}
	return port;
}

function readSwitch(env: Environment, name: 'PALIER_DEMO'): boolean {
	const text = value(env, name) ?? '0';
	if (text !== '0' && text !== '1') {
		throw new SetupError(`${name} is "${text}": set it to 1 (yes) or 0 (no).`);
	}
	return text === '1';
}

function readOrigin(text: string | undefined): string | null {
	if (!text) return null;
	const url = URL.parse(text);
	if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
		throw new SetupError(
			`PALIER_ORIGIN is "${text}": set it to the public address without a path, for example https://palier.example.org.`
		);
	}
	return url.origin;
}

/** Apple refuses every message of an installation whose contact cannot be reached from outside. */
function readContact(text: string | undefined): string | null {
	if (!text) return null;
	const host = /^(?:mailto:[^@\s]+@|https:\/\/)([^/@\s]+)/.exec(text)?.[1] ?? '';
	if (!/\.[a-z]{2,}$/i.test(host) || /\.(local|localhost|invalid|test|example)$/i.test(host)) {
		throw new SetupError(
			'PALIER_CONTACT is no address that push services can reach: set it to one of yours, for example mailto:gardien@example.org.'
		);
	}
	return text;
}

function readHosts(text = ''): string[] {
	const hosts = text.split(',').map((host) => host.trim().toLowerCase());
	const named = hosts.filter(Boolean);
	const bad = named.find((host) => !/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(host));
	if (bad) {
		throw new SetupError(
			`PALIER_PUSH_HOSTS names "${bad}": set it to host names with commas between them, for example push.example.org:8443.`
		);
	}
	return named;
}

/** The value is not repeated in the message: such addresses carry passwords. */
function readUrl(
	env: Environment,
	name: 'DATABASE_URL' | 'SUPABASE_URL' | 'SMTP_URL',
	protocols: string[]
): string | null {
	const text = value(env, name);
	if (!text) return null;
	const url = URL.parse(text);
	if (!url || !protocols.includes(url.protocol)) {
		const starts = protocols.map((protocol) => `${protocol}//`).join(' or ');
		throw new SetupError(
			`${name} is not an address this app understands: it starts with ${starts}.`
		);
	}
	return text;
}

function readLogLevel(text = 'info'): string {
	if (!logLevels.includes(text)) {
		throw new SetupError(`LOG_LEVEL is "${text}": set it to one of ${logLevels.join(', ')}.`);
	}
	return text;
}
