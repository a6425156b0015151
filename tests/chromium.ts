import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

/** What both browsers of the journeys are started with; `npm test` says where they are. */
const args = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run'
];

const find = (given: string | undefined, paths: string[]) => given ?? paths.find(existsSync);

/** Chromium without windows, for nearly everything: it does the same in little more than half the time. */
export const shell: LaunchOptions = {
	args,
	executablePath: find(process.env.CHROMIUM_SHELL_PATH, ['/usr/bin/chromium-headless-shell'])
};

/** A whole Chromium, for what the shell lacks: `test.use({ launchOptions: whole, channel: 'chromium' })`. */
export const whole: LaunchOptions = {
	args,
	executablePath: find(process.env.CHROMIUM_PATH, ['/usr/bin/chromium', '/usr/bin/google-chrome'])
};
