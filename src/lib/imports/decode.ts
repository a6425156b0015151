/**
 * The text of a file, whatever program wrote it: UTF-8 or UTF-16 with or without their mark, else
 * Windows-1252, which spreadsheets in French still write. Null for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
	const text = decode(bytes);
	// Pictures and programs are full of these; tabs and ends of lines are not.
	return /[\0-\u0008\u000E-\u001F]/.test(text) ? null : text;
}

function decode(bytes: Uint8Array): string {
	const wide = utf16Of(bytes);
	// The decoder takes the mark away.
	if (wide) return new TextDecoder(wide).decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// Every byte is a letter there: what is no UTF-8 is that.
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

/** Which UTF-16 it is: by its mark, or by the zeros beside plain letters. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	const start = bytes.subarray(0, 400);
	const zeros = [0, 0];
	for (const [index, byte] of start.entries())
		if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	const [even = 0, odd = 0] = zeros;
	const many = start.length / 5;
	if (odd > many && even === 0) return 'utf-16le';
	if (even > many && odd === 0) return 'utf-16be';
	return null;
}
