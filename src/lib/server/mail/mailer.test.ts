import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeMail } from './code-mail.ts';
import { isPermanent, makeMailer } from './mailer.ts';
import { findMail, listMails } from './outbox.ts';

describe('mail without a mail server', () => {
	let data: string;

	beforeEach(async () => {
		data = await mkdtemp(join(tmpdir(), 'palier-mail-'));
	});
	afterEach(() => rm(data, { recursive: true, force: true }));

	const mailer = () => makeMailer({ smtpUrl: null, mailFrom: 'Palier <palier@localhost>', data });

	it('is kept as a file that mail programs open, and listed newest first', async () => {
		const outbox = join(data, 'outbox');
		await mailer().send({ to: 'a@example.org', subject: 'Première', text: 'Bonjour' });
		await new Promise((resolve) => setTimeout(resolve, 5));
		await mailer().send({
			to: 'b@example.org',
			subject: 'Bon de commande',
			text: 'Ci-joint.',
			attachments: [{ filename: 'bon.csv', contentType: 'text/csv', content: Buffer.from('a;b') }]
		});
		expect((await listMails(outbox)).map(({ subject }) => subject)).toEqual([
			'Bon de commande',
			'Première'
		]);
		const files = (await readdir(outbox)).filter((file) => file.endsWith('.eml')).sort();
		const raw = await readFile(join(outbox, files[1] ?? ''), 'utf8');
		expect(raw).toContain('To: b@example.org');
		expect(raw).toContain('filename=bon.csv');
	});

	it('is found by its own id only', async () => {
		const outbox = join(data, 'outbox');
		await mailer().send({ to: 'a@example.org', subject: 'Un', text: 'Bonjour' });
		const [mail] = await listMails(outbox);
		expect(await findMail(outbox, mail?.id ?? '')).toMatchObject({ to: 'a@example.org' });
		expect(await findMail(outbox, '../../etc/passwd')).toBeNull();
		expect(await findMail(outbox, '2026-11-22T20-00-00-000Z-00000000')).toBeNull();
	});

	it('has an empty outbox before the first one', async () => {
		expect(await listMails(join(data, 'outbox'))).toEqual([]);
	});
});

describe('the mail with a sign-in code', () => {
	it('has the code in subject and text, both languages and no link', () => {
		const mail = codeMail('a@example.org', '012345', 'fr');
		expect(mail.subject).toContain('012345');
		expect(mail.text.match(/012345/g)).toHaveLength(2);
		expect(mail.text).toMatch(/Bonjour[\s\S]+Hello/);
		expect(mail.text).not.toMatch(/https?:/);
	});

	it('begins with the language of the person', () => {
		const mail = codeMail('a@example.org', '012345', 'en');
		expect(mail.subject).toMatch(/code/);
		expect(mail.subject).not.toBe(codeMail('a@example.org', '012345', 'fr').subject);
		expect(mail.text).toMatch(/^Hello[\s\S]+Bonjour/);
	});
});

describe('isPermanent', () => {
	it.each([
		[{ responseCode: 550 }, true],
		[{ responseCode: 554 }, true],
		[{ code: 'EENVELOPE' }, true],
		[{ responseCode: 451 }, false],
		[{ responseCode: 535, code: 'EAUTH' }, false],
		[{ code: 'ECONNREFUSED' }, false]
	])('%j: %s', (error, expected) => {
		expect(isPermanent(error)).toBe(expected);
	});
});
