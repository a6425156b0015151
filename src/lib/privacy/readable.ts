import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatDate, formatTime, wallClock } from '#lib/text/dates.ts';
import { formatCents } from '#lib/text/money.ts';
import { formatQuantity, type Unit } from '#lib/text/quantity.ts';
import type { MyData, SectionName } from './export-schema.ts';
import { KEY_LABELS, SECTION_TITLES, VALUE_WORDS } from './export-words.ts';

type Entry = Record<string, unknown>;

const STYLE = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem;color:#1c2a23;background:#faf6ee}
h1,h2{line-height:1.2}h2{margin-top:2.5rem}article{background:#fff;border-radius:.75rem;padding:1rem;margin:.75rem 0}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem;margin:0}dt{color:#55655c}dd{margin:0;overflow-wrap:anywhere}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media(prefers-color-scheme:dark){body{color:#ecf3ee;background:#101713}article{background:#19221d}dt{color:#a9b8af}}`;

/**
 * The page of one's data that people read: whole in itself, in the language of the request, without
 * scripts and without anything from elsewhere.
 */
export function readablePage(data: MyData): string {
	const say = (key: string, value: unknown) => sayValue(key, value, data.timeZone);
	const sections = (Object.keys(SECTION_TITLES) as SectionName[]).map((name) => {
		const entries = data[name] as Entry[];
		const articles = entries.map((entry) => `<article>${list(entry, say)}</article>`).join('\n');
		return `<h2>${escape(SECTION_TITLES[name]())}</h2>\n${articles || `<p>${escape(m.export_nothing())}</p>`}`;
	});
	return `<!doctype html>
<html lang="${getLocale()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(m.export_title())}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(m.export_title())}</h1>
<p>${escape(m.export_intro({ when: sayMoment(data.madeAt, data.timeZone) }))}</p>
<h2>${escape(m.export_account())}</h2>
<article>${list(data.account, say)}</article>
${sections.join('\n')}
</body>
</html>
`;
}

function list(entry: Entry, say: (key: string, value: unknown) => string): string {
	// PostgreSQL sorts keys by their length: people read a name before a date.
	const sorted = Object.entries(entry).sort(([one], [other]) => place(one) - place(other));
	const rows = sorted.flatMap(([key, value]) => {
		const label = KEY_LABELS[key];
		// What is empty needs no line; what only programs need is in the other file.
		if (label === null || value === null || value === '' || isEmpty(value)) return [];
		return `<dt>${escape(label?.() ?? key)}</dt><dd>${say(key, value)}</dd>`;
	});
	return `<dl>${rows.join('')}</dl>`;
}

const ORDER = Object.keys(KEY_LABELS);

/** Where a key stands on the page; one without words comes last. */
function place(key: string): number {
	const found = ORDER.indexOf(key);
	return found === -1 ? ORDER.length : found;
}

function isEmpty(value: unknown): boolean {
	return Array.isArray(value) && value.length === 0;
}

/** In full, with the year: the page is kept, and "yesterday" would be wrong tomorrow. */
function sayMoment(instant: string, timeZone: string): string {
	const { date, time } = wallClock(instant, timeZone);
	return `${formatDate(date, 'year')}, ${formatTime(time)}`;
}

function sayValue(key: string, value: unknown, timeZone: string): string {
	if (Array.isArray(value)) {
		return (value as (Entry | string)[])
			.map((part) => (typeof part === 'string' ? word(key, part) : sayPart(key, part, timeZone)))
			.map(escape)
			.join('<br>');
	}
	if (typeof value === 'boolean') return escape(value ? m.export_yes() : m.export_no());
	if (typeof value === 'number' && key.endsWith('Cents')) return escape(formatCents(value));
	if (typeof value !== 'string') return escape(JSON.stringify(value));
	if (/(^at|^since|At)$/.test(key)) {
		return escape(sayMoment(value, timeZone));
	}
	if (/On$/.test(key)) return escape(formatDate(value, 'year'));
	return escape(word(key, value));
}

const word = (key: string, value: string) => VALUE_WORDS[key]?.[value]?.() ?? value;

/** A line of an order, or something that happened to it. */
function sayPart(key: string, part: Entry, timeZone: string): string {
	if (key === 'lines') {
		const { product, quantity, unit, receivedCents } = part as MyData['orders'][0]['lines'][0];
		return `${product} · ${formatQuantity(quantity, unit as Unit)} · ${formatCents(receivedCents)}`;
	}
	const { kind, at } = part as MyData['orders'][0]['changes'][0];
	return `${sayMoment(at, timeZone)} · ${VALUE_WORDS.kind?.[kind]?.() ?? kind}`;
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
