const TOKEN = /^[0-9a-f]{64}$/;

/** Whether a text can be a producer's link at all; spares the database the question. */
export function isToken(text: string): boolean {
	return TOKEN.test(text);
}

/** The address of a producer's page. */
export function sheetAddress(origin: string, token: string): string {
	return `${origin}/s/${token}`;
}
