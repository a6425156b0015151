import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { isPermanent, makeMailer, type Mailer } from './mailer.ts';

type Received = { from: string; to: string[]; text: string };

const sheet = {
	to: 'ferme@example.org',
	subject: 'Bon de commande : été',
	text: 'Ci-joint.',
	attachments: [{ filename: 'bon.csv', contentType: 'text/csv', content: Buffer.from('a;b') }]
};
const open: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of open.splice(0).reverse()) await close();
});

async function smtp(options: SMTPServerOptions = {}): Promise<{ port: number; mails: Received[] }> {
	const mails: Received[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const { mailFrom, rcptTo } = session.envelope;
				mails.push({
					from: mailFrom ? mailFrom.address : '',
					to: rcptTo.map(({ address }) => address),
					text: Buffer.concat(chunks).toString('utf8')
				});
				done();
			});
		},
		...options
	});
	return { port: await listen(server.listen(0, '127.0.0.1') as unknown as Server), mails };
}

async function listen(server: Server): Promise<number> {
	await once(server, 'listening');
	open.push(() => new Promise((resolve) => server.close(resolve)));
	return (server.address() as AddressInfo).port;
}

function mailerFor(port: number, login = ''): Mailer {
	const smtpUrl = `smtp://${login}127.0.0.1:${port}`;
	const mailer = makeMailer({ smtpUrl, mailFrom: 'Palier <palier@example.org>', data: '/nowhere' });
	open.push(() => mailer.close());
	return mailer;
}

function refusal(code: number): Error {
	return Object.assign(new Error('no'), { responseCode: code });
}

const failureOf = (mailer: Mailer): Promise<unknown> =>
	mailer.send(sheet).then(
		() => null,
		(error: unknown) => error
	);

describe('mail through a mail server', () => {
	it('arrives whole: sender, addressee, subject and attachment', async () => {
		const { port, mails } = await smtp();
		await mailerFor(port).send(sheet);
		expect(mails).toHaveLength(1);
		expect(mails[0]).toMatchObject({ from: 'palier@example.org', to: ['ferme@example.org'] });
		expect(mails[0]?.text).toContain('filename=bon.csv');
		expect(mails[0]?.text).toContain(Buffer.from('a;b').toString('base64'));
		expect(mails[0]?.text).toMatch(/Subject: =\?UTF-8\?/);
	});

	it.each([
		[550, true],
		[451, false]
	])('a server that answers %i: for good is %s', async (code, forGood) => {
		const { port } = await smtp({ onRcptTo: (_address, _session, done) => done(refusal(code)) });
		const failure = await failureOf(mailerFor(port));
		expect(failure).toMatchObject({ responseCode: code });
		expect(isPermanent(failure)).toBe(forGood);
	});

	it('a wrong password of ours can be mended, so the mail is tried again', async () => {
		const { port } = await smtp({
			authOptional: false,
			allowInsecureAuth: true,
			onAuth: (_auth, _session, done) => done(refusal(535))
		});
		const failure = await failureOf(mailerFor(port, 'palier:wrong@'));
		expect(failure).toMatchObject({ code: 'EAUTH' });
		expect(isPermanent(failure)).toBe(false);
	});

	it('a server that cuts the line is tried again, and the next mail arrives', async () => {
		let cuts = 1;
		const { port, mails } = await smtp({
			onMailFrom(_address, _session, done) {
				if (cuts-- > 0) return done(refusal(421));
				done();
			}
		});
		const mailer = mailerFor(port);
		expect(isPermanent(await failureOf(mailer))).toBe(false);
		await mailer.send(sheet);
		expect(mails).toHaveLength(1);
	});

	it('a server that says nothing does not hold the worker', async () => {
		const silent = createServer((socket) => {
			socket.on('error', () => {});
			open.push(() => socket.destroy());
		});
		const port = await listen(silent.listen(0, '127.0.0.1'));
		const mailer = makeMailer(
			{ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'palier@example.org', data: '/nowhere' },
			{ patienceMs: 200 }
		);
		const failure = await failureOf(mailer);
		expect(failure).toMatchObject({ code: 'ETIMEDOUT' });
		expect(isPermanent(failure)).toBe(false);
		mailer.close();
	});
});
