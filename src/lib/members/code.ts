/** How many figures a sign-in code has; `supabase/config.toml` and the mail say the same. */
export const CODE_LENGTH = 6;

/**
 * The code in what somebody typed or pasted: "123 456", "123-456", "Code : 123456". Anything that
 * is not six figures in the end is for the schema to refuse.
 */
export function cleanCode(typed: string): string {
	// Phones with an Arabic keyboard write ٠١٢, some with a Japanese one write １２３.
	return typed.normalize('NFKC').replace(/[٠-٩]/g, arabicDigit).replace(/\D/g, '');
}

function arabicDigit(digit: string): string {
	return String(digit.charCodeAt(0) - 0x660);
}
