/** A stylesheet, and the hash that a policy for styles knows it by. */
export type Style = { text: string; hash: string };

const STYLESHEET = /<link href="(\/_app\/immutable\/assets\/[\w.-]+\.css)" rel="stylesheet">/g;
const CODE = /\s*<link href="[^"]+" rel="modulepreload">/g;

/**
 * Puts the styles that a page links to into the page itself, and the code that it loads beforehand behind
 * what people read: browsers ask for six files at once, and code stood before the styles.
 *
 * @param html a page as SvelteKit makes it
 * @param readStyle the stylesheet at an address; null leaves its link as it is
 */
export function carryStyles(html: string, readStyle: (path: string) => Style | null) {
	const hashes: string[] = [];
	const code: string[] = [];
	const head = html.indexOf('</head>');
	const end = html.lastIndexOf('</body>');
	if (head < 0 || end < head) return { html, hashes };
	const styled = html
		.slice(0, head)
		.replace(STYLESHEET, (link, path: string) => {
			const style = readStyle(path);
			if (!style) return link;
			hashes.push(style.hash);
			// A link for a medium that does not exist fetches the file for later without holding anything up. Behind
			// the body it came no sooner, and the page was seen a tenth later.
			const later = `<link href="${path}" rel="stylesheet" media="(max-width: 0)">`;
			return `<style>${style.text}</style>\n\t\t${later}`;
		})
		.replace(CODE, (link) => {
			code.push(link);
			return '';
		});
	return { html: styled + html.slice(head, end) + code.join('') + html.slice(end), hashes };
}
