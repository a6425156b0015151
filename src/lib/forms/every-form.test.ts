import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/* A form without the mark of its person would act for somebody else of the same phone. */

/** Who writes `<form>` by hand, and says whom it is opened for. */
const BY_HAND = ['src/lib/forms/Form.svelte', 'src/lib/forms/PlainForm.svelte'];

describe('every form of a signed-in page', () => {
	const files = globSync(['src/lib/**/*.svelte', 'src/routes/(app)/**/*.svelte']);

	it('is a Form or a PlainForm: they carry whom it was opened for', () => {
		const loose = files.filter((file) => {
			const forms = readFileSync(file, 'utf8').match(/<form\b[^>]*method="post"/g) ?? [];
			return forms.length > 0 && !BY_HAND.some((name) => file.endsWith(name));
		});
		expect(files.length).toBeGreaterThan(80);
		expect(loose).toEqual([]);
	});

	it('also where a button sends it elsewhere', () => {
		const sent = files.flatMap(
			(file) => readFileSync(file, 'utf8').match(/formaction=\{[^}]*\}/g) ?? []
		);
		expect(sent.length).toBeGreaterThan(0);
		expect(sent.filter((attribute) => !attribute.includes('openedFor('))).toEqual([]);
	});

	it('those written by hand do', () => {
		const byHand = files.filter((file) => BY_HAND.some((name) => file.endsWith(name)));
		expect(byHand).toHaveLength(BY_HAND.length);
		for (const file of byHand) expect(readFileSync(file, 'utf8')).toContain('openedFor(');
	});
});
