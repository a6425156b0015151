import { chromium, type Browser } from '@playwright/test';
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { median, type Figure } from './figures.ts';
import type { Visit } from './pages.ts';

// Lighthouse's "slow 4G" and a four times slower processor.
const SLOW_4G = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750 };
const CPU_SLOWDOWN = 4;
const RUNS = 7;

export type Weight = { script: number; total: number; requests: number };

export async function openBrowser(): Promise<Browser> {
	const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
	const executablePath = system.find((path) => existsSync(path));
	return chromium.launch({
		...(executablePath && { executablePath }),
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run'
		]
	});
}

async function visitPage(browser: Browser, visit: Visit) {
	const context = await browser.newContext({
		viewport: { width: 360, height: 800 },
		serviceWorkers: 'block'
	});
	if (visit.cookie) {
		const [name = '', ...value] = visit.cookie.split('=');
		await context.addCookies([{ name, value: value.join('='), url: new URL(visit.url).origin }]);
	}
	return { context, page: await context.newPage() };
}

/** Bytes of a first visit: JavaScript as gzip, everything as transferred. */
export async function weigh(browser: Browser, visit: Visit): Promise<Weight> {
	const { context, page } = await visitPage(browser, visit);
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	let total = 0;
	session.on('Network.loadingFinished', ({ encodedDataLength }) => (total += encodedDataLength));
	const bodies: Promise<number>[] = [];
	let requests = 0;
	page.on('response', (response) => {
		requests += 1;
		if (response.request().resourceType() !== 'script') return;
		bodies.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
	});
	await page.goto(visit.url, { waitUntil: 'networkidle' });
	const scripts = await Promise.all(bodies);
	await context.close();
	return { script: scripts.reduce((sum, size) => sum + size, 0), total, requests };
}

/** Largest contentful paint of a first visit, in milliseconds: slow 4G, processor ÷ 4. */
async function largestPaint(browser: Browser, visit: Visit): Promise<number> {
	const { context, page } = await visitPage(browser, visit);
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', { offline: false, ...SLOW_4G });
	await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
	await page.goto(visit.url, { waitUntil: 'networkidle' });
	const paint = await page.evaluate(
		() =>
			new Promise<number>((resolve) =>
				new PerformanceObserver((list) =>
					resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)
				).observe({ type: 'largest-contentful-paint', buffered: true })
			)
	);
	await context.close();
	return paint;
}

/** The middle of seven first visits each, in turn: what slows the machine down slows both. */
async function largestPaints(browser: Browser, one: Visit, other: Visit) {
	const paints: { one: number[]; other: number[] } = { one: [], other: [] };
	for (let run = 0; run < RUNS; run += 1) {
		paints.one.push(await largestPaint(browser, one));
		paints.other.push(await largestPaint(browser, other));
	}
	return { one: median(paints.one), other: median(paints.other) };
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;

/** Weight and paint of tenant pages beside the bare page. */
export async function browserFigures(pages: Visit[], order: Visit, bare: Visit): Promise<Figure[]> {
	const browser = await openBrowser();
	try {
		const plain = await weigh(browser, bare);
		const figures: Figure[] = [];
		for (const page of pages) {
			const weight = await weigh(browser, page);
			figures.push({
				what: `${page.what}, JavaScript (gzip) on first load`,
				value: kilobytes(weight.script),
				reference: `${kilobytes(plain.script)}, bare page`,
				ratio: (weight.script / plain.script).toFixed(2),
				target: '≤ 55 kB',
				met: weight.script <= 55 * 1024
			});
			figures.push({
				what: `${page.what}, everything on first load`,
				value: `${kilobytes(weight.total)}, ${weight.requests} requests`,
				reference: `${kilobytes(plain.total)}, ${plain.requests} requests, bare page`,
				ratio: (weight.total / plain.total).toFixed(2),
				target: '',
				met: null
			});
		}
		const { one: barePaint, other: orderPaint } = await largestPaints(browser, bare, order);
		figures.push({
			what: `${order.what}, largest contentful paint (slow 4G, processor ÷ 4)`,
			value: `${Math.round(orderPaint)} ms`,
			reference: `${Math.round(barePaint)} ms, bare page`,
			ratio: (orderPaint / barePaint).toFixed(2),
			target: '≤ 1.6',
			met: orderPaint <= 1.6 * barePaint
		});
		return figures;
	} finally {
		await browser.close();
	}
}
