/** Letters of the poster's code, and of the code of a household's letter. */
export const POSTER_CODE_LENGTH = 6;
export const LETTER_CODE_LENGTH = 10;

/** A code as it is read and said: « TLX 4K7 », « ABCDE FGHJK ». */
export function spacedCode(code: string): string {
	const half = code.length / 2;
	return `${code.slice(0, half)} ${code.slice(half)}`;
}
