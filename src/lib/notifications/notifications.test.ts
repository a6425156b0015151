import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { bySubject } from './by-subject.ts';
import { KINDS, type NotificationKind } from './kinds.ts';
import type { Notification } from './views.ts';

const round = {
	title: 'Légumes de la ferme',
	producer: 'Ferme du Plessis',
	closesAt: '2026-11-27T17:00:00+00:00',
	deliveryOn: '2026-11-28',
	deliveryFrom: '10:00:00',
	deliveryTo: '12:00:00'
};
const clock = { now: '2026-11-25T12:00:00Z', timeZone: 'Europe/Paris' };
const told = (kind: NotificationKind, more: Partial<Notification> = {}): Notification => ({
	id: crypto.randomUUID(),
	kind,
	subjectId: 'a-round',
	createdAt: '2026-11-25T10:00:00+00:00',
	isRead: false,
	detail: {},
	round: /^(join|push)/.test(kind) ? null : round,
	...more
});
const kinds = Object.keys(KINDS) as NotificationKind[];

describe('kinds of notifications', () => {
	it('are those of the database', () => {
		const sql = readFileSync('supabase/migrations/20261125000700_notifications.sql', 'utf8');
		const rows = /insert into private\.notification_kinds[^;]*;/.exec(sql)?.[0] ?? '';
		const names = [...rows.matchAll(/\('([a-z_]+)', '/g)].map(([, name]) => name);
		expect(names.length).toBeGreaterThan(10);
		expect(names.sort()).toEqual([...kinds].sort());
	});

	it.each(kinds)('%s says one short sentence in both languages', (kind) => {
		for (const language of ['fr', 'en'] as const) {
			overwriteGetLocale(() => language);
			const text = KINDS[kind].text(told(kind), clock);
			// A lock screen shows about a hundred letters.
			expect(text.length).toBeGreaterThan(10);
			expect(text.length).toBeLessThan(100);
			// Others see it too: no money and no door.
			expect(text).not.toMatch(/€|\d+,\d\d/);
		}
	});

	it('says what somebody else did to an order', () => {
		overwriteGetLocale(() => 'fr');
		const acts = (['placed', 'changed', 'cancelled'] as const).map((act) =>
			KINDS.order_recorded.text(told('order_recorded', { detail: { act } }))
		);
		expect(new Set(acts).size).toBe(3);
	});
});

describe('bySubject', () => {
	it('puts what is about one round together, what is unread first', () => {
		const groups = bySubject([
			told('round_ordered', { isRead: true, subjectId: 'old' }),
			told('basket_ready'),
			told('join_asked', { subjectId: 'one' }),
			told('quantities_changed', { isRead: true }),
			told('join_asked', { subjectId: 'two' })
		]);
		expect(groups.map(({ key, told, unread }) => [key, told.length, unread])).toEqual([
			['a-round', 2, 1],
			['join_asked', 2, 2],
			['old', 1, 0]
		]);
	});
});
