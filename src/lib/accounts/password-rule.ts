import { COMMON_PASSWORDS } from './common-passwords.ts';

/** NIST SP 800-63B: length is what counts; no rule about kinds of characters. */
export const LEAST_LETTERS = 8;
/** Long enough for any sentence, short enough not to keep the machine busy. */
export const MOST_LETTERS = 200;

/**
 * What keeps a password from being chosen: too short, too long, or among the first that somebody
 * would try; null when nothing does.
 *
 * @param email the address that it goes with: no password either
 */
export function passwordProblem(
	password: string,
	email: string | null
): 'short' | 'long' | 'common' | null {
	const letters = [...password.normalize('NFKC')].length;
	if (letters < LEAST_LETTERS) return 'short';
	if (letters > MOST_LETTERS) return 'long';
	const plain = password.normalize('NFKC').toLowerCase().replace(/\s/g, '');
	const [name = ''] = email?.toLowerCase().split('@') ?? [];
	const isKnown = COMMON_PASSWORDS.has(plain) || plain === email?.toLowerCase();
	// "odile", "odile1990" when the address is odile@…: all but a few figures.
	const isName = name.length > 2 && plain.replaceAll(name, '').replace(/\d/g, '') === '';
	const isOneLetter = new Set(plain).size < 3;
	return isKnown || isName || isOneLetter || isRow(plain) ? 'common' : null;
}

/** Keys beside each other, there or back: 12345678, abcdefgh, azertyuiop. */
function isRow(plain: string): boolean {
	const rows = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'azertyuiopqsdfghjklmwxcvbn'];
	rows.push('qwertyuiopasdfghjklzxcvbnm');
	return rows.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain));
}
