import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev, version } from '$app/env';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { carryStyles, type Style } from './styled-page.ts';

/** Tells that this browser was given the styles of this version. Holds nothing else. */
const COOKIE = 'palier_styles';
const YEAR_S = 31_536_000;

const known = new Map<string, Style | null>();

/**
 * The first page that a browser gets carries its styles, and asks for code after what is read: on
 * slow 4G it is seen in two thirds of the time. The pages to follow only link to the file, which is
 * there by then; each would be three times as large.
 */
export const firstStyles: Handle = async ({ event, resolve }) => {
	if (dev) return resolve(event);
	const hasStyles = event.cookies.get(COOKIE) === version;
	const hashes: string[] = [];
	const response = hasStyles
		? await resolve(event)
		: await resolve(event, {
				transformPageChunk: ({ html }) => {
					const page = carryStyles(html, readStyle);
					hashes.push(...page.hashes);
					return page.html;
				}
			});

	// The browser drops its files together with the pages of the person before.
	if (event.locals.forgetPages) remember(event, response, '', 0);
	else if (hashes.length > 0) remember(event, response, version, YEAR_S);
	allowStyles(response.headers, hashes);
	return response;
};

/** Written by hand: cookies set on the event now would come too late for this response. */
function remember(event: RequestEvent, response: Response, value: string, maxAge: number) {
	const cookie = event.cookies.serialize(COOKIE, value, {
		path: '/',
		maxAge,
		httpOnly: true,
		sameSite: 'lax',
		secure: event.url.protocol === 'https:'
	});
	response.headers.append('set-cookie', cookie);
}

function allowStyles(headers: Headers, hashes: string[]) {
	const policy = headers.get('content-security-policy');
	if (!policy || hashes.length === 0) return;
	const allowed = hashes.map((hash) => `'${hash}'`).join(' ');
	headers.set('content-security-policy', policy.replace('style-src ', `style-src ${allowed} `));
}

/** A stylesheet of the build, read once, with the name that the policy knows it by. */
function readStyle(path: string): Style | null {
	const seen = known.get(path);
	if (seen !== undefined) return seen;
	const file = join(process.cwd(), 'build/client', path);
	const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
	const hash = text && `sha256-${createHash('sha256').update(text).digest('base64')}`;
	const style = text && hash ? { text, hash } : null;
	known.set(path, style);
	return style;
}
