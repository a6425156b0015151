import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/*
 * scrypt with the figures that OWASP recommends (2^15, 8, 3): a third of a second and 32 MB for each
 * guess. Node runs four at a time beside the pages, whoever asks.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const BYTES = 32;

/** What is kept of a password: its salt and what it becomes, which nobody can turn back. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await derive(bare(password), salt, BYTES, COST);
	return ['scrypt', salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether a password is the one that was kept. Takes as long when there is none to compare with:
 * nobody can tell who has one.
 *
 * @param kept null for an account without a password, or no account at all
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
	const [kind, salt, key] = kept?.split('$') ?? ['scrypt', NOBODY, NOBODY];
	if (kind !== 'scrypt' || !salt || !key) throw new Error('A kept password cannot be read.');
	const found = await derive(bare(password), Buffer.from(salt, 'base64url'), BYTES, COST);
	const expected = Buffer.from(key, 'base64url');
	return expected.length === found.length && timingSafeEqual(found, expected) && kept !== null;
}

/** Of nobody's password: made anew at every start. */
const NOBODY = randomBytes(BYTES).toString('base64url');

/** Two keyboards write "é" differently; both are the same password (NIST SP 800-63B, 3.1.1.2). */
function bare(password: string): string {
	return password.normalize('NFKC');
}
