import { m } from '#lib/paraglide/messages.js';
import { localeTag, memoize } from '#lib/text/locale.ts';

/** A moment: a Date, ISO 8601, or what PostgreSQL prints (`2026-11-22 20:09:55.732+00`). */
export type Instant = Date | string;

const DAY = 86_400_000;

/** Builds formatters from a key `<tag>|<zone>|<what>`. */
const formatters = memoize((key) => {
	const [tag = '', timeZone, what] = key.split('|');
	const day = { timeZone, weekday: 'long', day: 'numeric', month: 'long' } as const;
	switch (what) {
		case 'weekday':
			return new Intl.DateTimeFormat(tag, { timeZone, weekday: 'long' });
		case 'day':
			return new Intl.DateTimeFormat(tag, day);
		case 'short':
			return new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'short' });
		case 'year':
			return new Intl.DateTimeFormat(tag, { ...day, year: 'numeric' });
		default:
			return new Intl.DateTimeFormat('en-CA', {
				timeZone,
				year: 'numeric',
				month: '2-digit',
				day: '2-digit',
				hour: '2-digit',
				minute: '2-digit',
				hourCycle: 'h23'
			});
	}
});

/**
 * Reads an instant in every form that reaches us. A wall time without a zone is refused: only the
 * database may turn one into an instant.
 */
export function parseInstant(instant: Instant): Date {
	if (instant instanceof Date) return instant;
	const iso = instant.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
	const date = new Date(iso);
	if (Number.isNaN(date.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/.test(iso)) {
		throw new RangeError(`Not an instant: ${instant}`);
	}
	return date;
}

const MINUTE = 60_000;

/** From a key `<zone>|<minutes since 1970>`. */
const clocks = memoize((key) => {
	const [timeZone = '', minutes] = key.split('|');
	const parts: Record<string, string> = {};
	const instant = new Date(Number(minutes) * MINUTE);
	for (const part of formatters(`en-CA|${timeZone}|clock`).formatToParts(instant)) {
		parts[part.type] = part.value;
	}
	return {
		date: `${parts.year}-${parts.month}-${parts.day}`,
		time: `${parts.hour}:${parts.minute}`
	};
});

/** The wall clock of a zone at an instant: `{ date: '2026-11-26', time: '18:00' }`. */
export function wallClock(instant: Instant, timeZone: string): { date: string; time: string } {
	return clocks(`${timeZone}|${Math.floor(parseInstant(instant).getTime() / MINUTE)}`);
}

/** A wall time (`18:00`, `18:30:00`) as people say it: `18 h`, `18 h 30`; `6 pm`, `6:30 pm`. */
export function formatTime(time: string): string {
	const [hours = '0', minutes = '00'] = time.split(':');
	const hour = Number(hours);
	if (localeTag().startsWith('fr')) {
		return minutes === '00' ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minutes}`;
	}
	const half = hour < 12 ? 'am' : 'pm';
	return `${hour % 12 || 12}${minutes === '00' ? '' : `:${minutes}`}\u00a0${half}`;
}

/**
 * A civil day (`2026-11-29`) as people say it, always with the day's name: `aujourd’hui`, `demain`,
 * `mercredi` within the week to come, else `samedi 29 novembre`, with the year when it is another.
 */
export function formatDay(date: string, now: Instant, timeZone: string): string {
	const today = wallClock(now, timeZone).date;
	const day = parseDay(date);
	const distance = Math.round((day.getTime() - parseDay(today).getTime()) / DAY);
	if (distance === 0) return m.text_today();
	if (distance === 1) return m.text_tomorrow();
	if (distance === -1) return m.text_yesterday();
	if (distance > 1 && distance < 7) return written(`${localeTag()}|weekday|${date}`);
	return formatDate(date, today.slice(0, 4) === date.slice(0, 4) ? 'day' : 'year');
}

/** Days as Intl writes them, from a key `<tag>|<what>|<date>`. */
const written = memoize((key) => {
	const [tag, what, date = ''] = key.split('|');
	return formatters(`${tag}|UTC|${what}`).format(parseDay(date));
});

/** A civil day written out: `samedi 29 novembre`; `short` for charts and tables: `29 nov.`. */
export function formatDate(date: string, style: 'day' | 'year' | 'short' = 'day'): string {
	const text = written(`${localeTag()}|${style}|${date}`);
	// Intl writes "1 décembre"; French says "1er".
	return localeTag().startsWith('fr') ? text.replace(/(^|\s)1(?=\s)/, '$11er') : text;
}

/** A moment as people say it: `mercredi 18 h`, `demain 18 h`, `samedi 29 novembre à 18 h`. */
export function formatMoment(instant: Instant, now: Instant, timeZone: string): string {
	const { date, time } = wallClock(instant, timeZone);
	const day = formatDay(date, now, timeZone);
	if (/\d/.test(day)) return m.text_moment_date({ day, time: formatTime(time) });
	return `${day} ${formatTime(time)}`;
}

/** Two wall times, kept on one line: `10 h – 12 h`. A dash lets a line end after it, hence U+2060. */
export function formatWindow(from: string, to: string): string {
	return `${formatTime(from)}\u00a0–\u2060\u00a0${formatTime(to)}`;
}

/** A delivery: `samedi, 10 h – 12 h` or `samedi 29 novembre, 10 h – 12 h`. */
export function formatDayWindow(
	day: { date: string; from: string; to: string },
	now: Instant,
	timeZone: string
): string {
	const window = formatWindow(day.from, day.to);
	return m.text_day_window({ day: formatDay(day.date, now, timeZone), window });
}

/** What `<input type="datetime-local">` wants, from a stored wall time (`2026-11-26 18:00:00`). */
export function localInput(wallTime: string): string {
	return wallTime.replace(' ', 'T').slice(0, 16);
}

/** The name of a month, 1 to 12, in the language of the page. */
export function monthName(month: number): string {
	return new Intl.DateTimeFormat(localeTag(), { timeZone: 'UTC', month: 'long' }).format(
		new Date(Date.UTC(2026, month - 1, 1))
	);
}

/** The same sentence with a capital, for the start of a line. */
export function capitalise(text: string): string {
	return text.charAt(0).toLocaleUpperCase(localeTag()) + text.slice(1);
}

/** Noon UTC of a civil day, safe from every clock change. */
function parseDay(date: string): Date {
	return new Date(`${date.slice(0, 10)}T12:00:00Z`);
}
