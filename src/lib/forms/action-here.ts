/**
 * The address of a named action that leaves the page as it is looked at: its filters and what is open
 * stay in the address. A form aimed elsewhere would navigate there, and lose focus and scroll.
 */
export function actionHere(name: string, url: { readonly search: string }): string {
	const kept = url.search
		.slice(1)
		.split('&')
		// The action that a page without JavaScript was the answer to.
		.filter((part) => part !== '' && !/^(\/|%2F)/i.test(part));
	return [`?/${name}`, ...kept].join('&');
}
