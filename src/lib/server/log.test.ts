import { describe, expect, it } from 'vitest';
import { describeError, scrub } from './log.ts';

describe('what reaches the log', () => {
	it('loses addresses, quoted input, numbers and tokens', () => {
		const text = scrub(
			'invalid input syntax for type uuid: "Mme Petit" for jeanne.petit@example.org, call 06 12 34 56 78, eyJhbGciOi.eyJzdWIi.c2ln'
		);
		expect(text).toBe(
			'invalid input syntax for type uuid: [value] for [address], call [number], [token]'
		);
	});

	it('keeps the kind, the code and the place of an error but not the row in it', () => {
		const error = Object.assign(new Error('duplicate key'), {
			code: '23505',
			detail: 'Key (email)=(jeanne@example.org) already exists.'
		});
		const logged = describeError(error);
		expect(logged).toMatchObject({ type: 'Error', code: '23505', message: 'duplicate key' });
		expect(JSON.stringify(logged)).not.toContain('jeanne');
	});

	it('understands the plain objects of supabase-js', () => {
		expect(describeError({ code: 'PT409', message: 'sold_out', details: 'secret' })).toEqual({
			type: 'object',
			code: 'PT409',
			message: 'sold_out'
		});
	});
});
