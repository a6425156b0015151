import { App, setExperimental } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { connectionOptions } from './embedded.ts';
import type { Secrets } from './prepare.ts';
import { quietly } from './quiet.ts';
import { openShelf, type StorageAdapter } from './storage.ts';

/** Sends a sign-in code. The words of the mail are the app's business. */
export type SendCode = (address: string, code: string) => Promise<void>;

export type Lite = {
	fetch(request: Request): Promise<Response>;
	close(): Promise<void>;
};

type LiteConnection = ConstructorParameters<typeof App>[0]['connection'];

// Same figures as supabase/config.toml, which hosted projects use.
const CODE_LENGTH = 6;
const CODE_LIFE_S = 600;
const TOKEN_LIFE_S = 3600;
const FILE_LIMIT = '2MiB';

/** Everything of a Supabase project that pages use, in this process, in front of a PostgreSQL. */
export async function startLite(url: string, secrets: Secrets, sendCode: SendCode): Promise<Lite> {
	const connection = openConnection(url);
	const shelf = openShelf(url);
	const app = makeApp(connection, secrets, sendCode);
	app._storageAdapter = shelf.adapter;
	await quietly(() => app.init());
	return {
		fetch: (request) => quietly(() => app.fetch(request)),
		close: async () => void (await Promise.all([connection.close(), shelf.close()]))
	};
}

/** Creates the schemas of Auth and Storage with their tables and functions. */
export async function makeAuthSchema(connection: LiteConnection): Promise<void> {
	const nobody = { jwtSecret: 'only used to create the tables', publishableKey: '', secretKey: '' };
	const app = makeApp(connection, nobody, async () => {});
	// Without one the tables of Storage are left out; it is not asked for anything here.
	app._storageAdapter = {} as StorageAdapter;
	await quietly(() => app.ensureSystemSchema());
}

/** A connection that leaves the privileges of the migrations alone. */
export function openConnection(url: string) {
	const connection = createPostgresConnection({
		url,
		postgresOptions: {
			...connectionOptions(url),
			max: 10,
			onnotice: () => {},
			connection: { application_name: 'palier-lite', statement_timeout: 15_000, jit: 'off' }
		}
	});
	keepPrivileges(connection);
	return connection;
}

/**
 * On its first request the package grants everything on every table with row-level security to
 * anon, authenticated and service_role: column grants are gone. It skips that step when it
 * believes that it was done. An internal field: a test reads the privileges after requests.
 */
export function keepPrivileges(connection: object): void {
	(connection as { rlsState: string }).rlsState = 'active';
}

function makeApp(connection: LiteConnection, secrets: Secrets, sendCode: SendCode) {
	process.env.DO_NOT_TRACK = '1';
	// The package calls its Storage experimental: what we use of it is tested in every mode.
	setExperimental('storage', true);
	return new App({
		connection,
		auth: {
			enabled: true,
			jwt_secret: secrets.jwtSecret,
			jwt_expiry: TOKEN_LIFE_S,
			// Off, the package would take every token that it ever gave out.
			enable_refresh_token_rotation: true,
			...(secrets.publishableKey && {
				publishable_key: secrets.publishableKey,
				secret_key: secrets.secretKey
			}),
			email: { otp_length: CODE_LENGTH, otp_expiry: CODE_LIFE_S }
		},
		studio: { enabled: false },
		storage: { enabled: true, file_size_limit: FILE_LIMIT },
		options: {
			server: { disableStudio: true },
			drivers: {
				email: {
					// The package renders a mail with a link; we take the code out and write our own without.
					async send({ to, text }: { to: string; text?: string }) {
						const code = new RegExp(`\\b\\d{${CODE_LENGTH}}\\b`).exec(text ?? '')?.[0];
						if (!code) throw new Error('The sign-in mail of @supabase/lite holds no code.');
						await sendCode(to, code);
					}
				}
			}
		}
	});
}
