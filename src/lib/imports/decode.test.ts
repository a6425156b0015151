import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';

const TEXT = 'Escalier;Étage;Nom\nB;1;Zoé Œuvrard\n';
const utf8 = new TextEncoder().encode(TEXT);
const utf16 = (swap: boolean) => {
	const bytes = new Uint8Array(Buffer.from(TEXT, 'utf16le'));
	return swap ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
};
const windows = new Uint8Array(
	[...TEXT].map((letter) => (letter === 'Œ' ? 0x8c : letter.charCodeAt(0)))
);

describe('decodeText', () => {
	it.each([
		['UTF-8', utf8],
		['UTF-8 with its mark', new Uint8Array([0xef, 0xbb, 0xbf, ...utf8])],
		['UTF-16 little-endian with its mark', new Uint8Array([0xff, 0xfe, ...utf16(false)])],
		['UTF-16 big-endian with its mark', new Uint8Array([0xfe, 0xff, ...utf16(true)])],
		['UTF-16 little-endian', utf16(false)],
		['UTF-16 big-endian', utf16(true)],
		['Windows-1252', windows]
	])('reads %s', (_, bytes) => {
		expect(decodeText(bytes)).toBe(TEXT);
	});

	it.each([
		['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])],
		['a program', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])]
	])('does not read %s', (_, bytes) => {
		expect(decodeText(bytes)).toBeNull();
	});
});
