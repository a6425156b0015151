import type { Notification } from './views.ts';

/** What is about one thing, newest first. */
export type SubjectGroup = {
	key: string;
	/** Name of the round; null for what has no name. */
	title: string | null;
	told: Notification[];
	unread: number;
};

/**
 * Groups what one was told by its subject, in the order of the newest of each; groups with something
 * unread come first.
 *
 * @param told newest first
 */
export function bySubject(told: Notification[]): SubjectGroup[] {
	const groups = new Map<string, SubjectGroup>();
	for (const one of told) {
		// Requests to join are one subject: the list of them.
		const key = one.round ? (one.subjectId ?? one.id) : one.kind;
		const group = groups.get(key) ?? {
			key,
			title: one.round?.title ?? null,
			told: [],
			unread: 0
		};
		group.told.push(one);
		if (!one.isRead) group.unread += 1;
		groups.set(key, group);
	}
	return [...groups.values()].sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0));
}
