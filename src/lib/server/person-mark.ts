import { createHash } from 'node:crypto';

/**
 * What a form carries of the person whom its page was made for (see `forms/opened-for.ts`). The same
 * stands in private.shell(). It tells people of one phone apart and nothing else: no secret.
 */
export function personMark(user: string): string {
	return createHash('md5').update(user).digest('hex').slice(0, 8);
}
