import { describe, expect, it } from 'vitest';
import en from '../messages/en.json' with { type: 'json' };
import fr from '../messages/fr.json' with { type: 'json' };

type Messages = Record<string, unknown>;

const languages = { fr: fr as Messages, en: en as Messages };

/** Every sentence of a language: a message, or each variant of one. */
function sentences(messages: Messages): [key: string, sentence: string][] {
	return Object.entries(messages).flatMap(([key, message]): [string, string][] => {
		if (key === '$schema') return [];
		if (typeof message === 'string') return [[key, message]];
		const variants = message as { match: Record<string, string> }[];
		return variants.flatMap(({ match }) =>
			Object.values(match).map((sentence): [string, string] => [key, sentence])
		);
	});
}

describe('messages', () => {
	it('says the same things in both languages', () => {
		expect(Object.keys(languages.en).sort()).toEqual(Object.keys(languages.fr).sort());
	});

	it('leaves no sentence empty', () => {
		const empty = Object.values(languages)
			.flatMap(sentences)
			.filter(([, sentence]) => sentence.trim() === '');
		expect(empty).toEqual([]);
	});

	it('never lets a French line begin with its punctuation (node scripts/messages.mjs --tidy)', () => {
		const loose = sentences(languages.fr).filter(([, sentence]) => / [:;?!»]|« /.test(sentence));
		expect(loose).toEqual([]);
	});
});
