import { expect, it } from 'vitest';
import { inLanguage } from '#lib/server/in-language.ts';
import type { JobContext } from '#lib/server/jobs/worker.ts';
import { composeHelperMail } from './mail.server.ts';

const invitation = {
	helper: 'Léa',
	person: 'Jean Morel',
	residence: 'Les Tilleuls',
	lodgePhone: '03 44 00 00 00'
};
const compose = (origin: string | null, payload: object = invitation) =>
	composeHelperMail(payload as never, { origin } as JobContext);

it('tells a helper who trusts them and where to ask for a code; nothing in it signs in', async () => {
	const mail = await inLanguage('en', () => compose('https://palier.example'));
	expect(mail.subject).toBe('Jean Morel vous fait confiance pour ses commandes');
	expect(mail.text).toContain('Bonjour Léa,');
	expect(mail.text).toContain('Les Tilleuls');
	expect(mail.text).toContain('03 44 00 00 00');
	expect(mail.text.match(/https?:\S+/g)).toEqual(['https://palier.example/sign-in']);
});

it('does without an address of the app, and without a telephone', async () => {
	const mail = await compose(null, { ...invitation, lodgePhone: '' });
	expect(mail.text).not.toContain('http');
	expect(mail.text).not.toContain('loge');
	expect(mail.text).toContain('ouvrez Palier');
});
