/** In the address that a form is sent to: whom its page was made for. */
export const OPENED_FOR = 'mark';

/**
 * The address of a form with the mark of the person whom its page was made for. Two people of one
 * phone, two tabs: what one of them wrote is never done in the name of the other. In the address and
 * not in a field, so that it is checked before a photo is read; see `server/hooks/keep-form.ts`.
 *
 * @param action as in HTML; left out, the form goes to its own page
 * @param search the query of that page
 * @param mark `shell.mark` of the page; nobody is signed in without one
 */
export function openedFor(
	action: string | undefined,
	search: string,
	mark: string | undefined
): string | undefined {
	if (!mark) return action;
	// A form without an action goes to its page, whose address may hold the action of another form.
	const own = action === undefined;
	const [address = '', part] = (own ? search : action).split('#', 2);
	const [path = '', query = ''] = address.split('?', 2);
	const kept = query.split('&').filter((pair) => {
		if (pair === '' || pair.startsWith(`${OPENED_FOR}=`)) return false;
		return !own || !/^(\/|%2F)/i.test(pair);
	});
	const marked = `${path}?${[...kept, `${OPENED_FOR}=${mark}`].join('&')}`;
	return part === undefined ? marked : `${marked}#${part}`;
}
