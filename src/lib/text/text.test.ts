import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import {
	formatDate,
	formatDay,
	formatDayWindow,
	formatMoment,
	formatTime,
	formatWindow,
	localInput,
	parseInstant,
	wallClock
} from './dates.ts';
import { ERROR_KEYS, errorSentence } from './errors.ts';
import { centsToInput, formatCents, parseCents } from './money.ts';
import { formatPrice, formatQuantity, isStep, parseQuantity } from './quantity.ts';

const PARIS = 'Europe/Paris';
/** Sunday evening in Paris. */
const NOW = '2026-11-22T20:00:00Z';

/** With ordinary spaces, so that an expectation can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('\u2060', '');
const inEnglish = () => overwriteGetLocale(() => 'en');

afterEach(() => overwriteGetLocale(() => 'fr'));
overwriteGetLocale(() => 'fr');

describe('money', () => {
	it('writes euros as each language does', () => {
		expect(plain(formatCents(2250))).toBe('22,50 €');
		expect(plain(formatCents(-80))).toBe('-0,80 €');
		expect(centsToInput(105)).toBe('1,05');
		inEnglish();
		expect(plain(formatCents(2250))).toBe('€22.50');
		expect(centsToInput(105)).toBe('1.05');
	});

	it.each([
		['1,80', 180],
		['1.8 €', 180],
		['€ 12', 1200],
		['1 234,50', 123450],
		['0', 0]
	])('reads %s', (text, cents) => {
		expect(parseCents(text)).toBe(cents);
	});

	it.each(['', 'abc', '-1', '1,805', '1,2,3', '1e3', '99999999'])('refuses %s', (text) => {
		expect(parseCents(text)).toBeNull();
	});
});

describe('quantities', () => {
	it('says number and unit', () => {
		expect(plain(formatQuantity(1.5, 'kg'))).toBe('1,5 kilo');
		expect(plain(formatQuantity(2, 'kg'))).toBe('2 kilos');
		expect(plain(formatQuantity(1, 'bunch'))).toBe('1 botte');
		inEnglish();
		expect(plain(formatQuantity(1.5, 'kg'))).toBe('1.5 kilos');
	});

	it('says a price for its unit', () => {
		expect(plain(formatPrice(180, 'kg', 0.5))).toBe('1,80 € le kilo');
		expect(plain(formatPrice(120, 'piece'))).toBe('1,20 € la pièce');
		expect(plain(formatPrice(50, 'piece', 6))).toBe('3,00 € les 6');
	});

	it('reads a comma, a point and an empty field', () => {
		expect(parseQuantity('1,5')).toBe(1.5);
		expect(parseQuantity(' 2. ')).toBe(2);
		expect(parseQuantity('')).toBe(0);
	});

	it.each(['-1', 'x', '1,2345', '1e9', '1,2,3'])('refuses %s', (text) => {
		expect(parseQuantity(text)).toBeNull();
	});

	it('counts steps without rounding surprises', () => {
		expect(isStep(0.3, 0.1)).toBe(true);
		expect(isStep(1.25, 0.5)).toBe(false);
	});
});

describe('dates', () => {
	it('reads what PostgreSQL prints and what JSON carries', () => {
		expect(parseInstant('2026-11-22 20:09:55.732+00').toISOString()).toBe(
			'2026-11-22T20:09:55.732Z'
		);
		expect(parseInstant('2026-11-22T21:09:55+01:00').toISOString()).toBe(
			'2026-11-22T20:09:55.000Z'
		);
		expect(() => parseInstant('2026-11-22 20:09')).toThrow(RangeError);
	});

	it('says days as people do', () => {
		expect(formatDay('2026-11-22', NOW, PARIS)).toBe('aujourd’hui');
		expect(formatDay('2026-11-23', NOW, PARIS)).toBe('demain');
		expect(formatDay('2026-11-21', NOW, PARIS)).toBe('hier');
		expect(formatDay('2026-11-25', NOW, PARIS)).toBe('mercredi');
		expect(formatDay('2026-12-01', NOW, PARIS)).toBe('mardi 1er décembre');
		expect(formatDay('2027-01-02', NOW, PARIS)).toBe('samedi 2 janvier 2027');
		expect(formatDate('2026-11-11')).toBe('mercredi 11 novembre');
	});

	it('knows that it is already tomorrow in Nouméa', () => {
		expect(formatDay('2026-11-23', NOW, 'Pacific/Noumea')).toBe('aujourd’hui');
		expect(wallClock(NOW, 'Pacific/Noumea')).toEqual({ date: '2026-11-23', time: '07:00' });
	});

	it('says hours on both sides of the clock change', () => {
		expect(wallClock('2026-10-25T00:30:00Z', PARIS)).toEqual({ date: '2026-10-25', time: '02:30' });
		expect(wallClock('2026-10-25T01:30:00Z', PARIS)).toEqual({ date: '2026-10-25', time: '02:30' });
	});

	it('says moments and windows', () => {
		expect(plain(formatMoment('2026-11-25T17:00:00Z', NOW, PARIS))).toBe('mercredi 18 h');
		expect(plain(formatMoment('2026-12-05T17:30:00Z', NOW, PARIS))).toBe(
			'samedi 5 décembre à 18 h 30'
		);
		expect(plain(formatWindow('10:00:00', '12:00:00'))).toBe('10 h – 12 h');
		expect(formatWindow('10:00:00', '12:00:00')).not.toContain(' ');
		expect(
			plain(formatDayWindow({ date: '2026-11-28', from: '10:00', to: '12:30' }, NOW, PARIS))
		).toBe('samedi, 10 h – 12 h 30');
		expect(localInput('2026-11-26 18:00:00')).toBe('2026-11-26T18:00');
		inEnglish();
		expect(plain(formatTime('00:30'))).toBe('12:30 am');
		expect(plain(formatMoment('2026-11-25T17:00:00Z', NOW, PARIS))).toBe('Wednesday 6 pm');
	});
});

describe('refusals', () => {
	it('has a sentence of its own for each key, in both languages', () => {
		const french = ERROR_KEYS.map((key) => errorSentence(key));
		inEnglish();
		const english = ERROR_KEYS.map((key) => errorSentence(key));
		expect(new Set([...french, ...english]).size).toBe(ERROR_KEYS.length * 2);
	});

	it('uses what the database adds', () => {
		expect(errorSentence('sold_out', { left: 3 })).toContain('3');
		expect(errorSentence('quantity_step', { step: 0.5 })).toContain('0,5');
	});

	it('stays calm about a key it does not know', () => {
		expect(errorSentence('constructor')).toBe(errorSentence('no_such_key'));
	});
});
