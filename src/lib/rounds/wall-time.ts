const DAY = 86_400_000;

/** Whether a text is a day that exists, near enough to be meant: `2026-11-29`. */
export function isDay(text: string): boolean {
	const match = /^(20\d\d)-(\d\d)-(\d\d)$/.exec(text);
	if (!match) return false;
	const day = new Date(`${text}T00:00:00Z`);
	// JavaScript turns 31 February into 3 March.
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether a text is a time of day: `18:00`, `18:00:00`. */
export function isTime(text: string): boolean {
	return /^([01]\d|2[0-3]):[0-5]\d(:00)?$/.test(text);
}

/** Whether a text is a wall time as `datetime-local` sends it: `2026-11-29T18:00`. */
export function isWallTime(text: string): boolean {
	const [day = '', time = '', ...rest] = text.split('T');
	return rest.length === 0 && isDay(day) && isTime(time);
}

/** A day some days later. */
export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/**
 * Dates for a new round, from the wall clock of the residence: open now, orders until the first
 * Wednesday evening that leaves three days, delivery on the Saturday after, in the morning.
 */
export function suggestDates(now: string) {
	const today = now.slice(0, 10);
	const WEDNESDAY = 3;
	const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
	const away = (WEDNESDAY - weekday + 7) % 7;
	const wednesday = addDays(today, away < 3 ? away + 7 : away);
	return {
		opens: now.slice(0, 16),
		closes: `${wednesday}T18:00`,
		deliveryOn: addDays(wednesday, 3),
		deliveryFrom: '10:00',
		deliveryTo: '12:00'
	};
}
