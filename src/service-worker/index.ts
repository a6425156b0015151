import { self } from '$app/service-worker';
import { confirmPush, subscribeAgain } from './confirm-push.ts';
import { answerData, answerPage, isData } from './offline.ts';
import { openPush, showPush } from './push.ts';
import { answerImmutable, answerShell, fillStore, isShell } from './release.ts';
import { hear, takeOver } from './update.ts';

self.addEventListener('install', (event) => event.waitUntil(fillStore()));

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('message', (event) => event.waitUntil(hear(event)));

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== self.location.origin) return;

	if (url.pathname.startsWith('/_app/immutable/')) {
		event.respondWith(answerImmutable(request));
	} else if (request.mode === 'navigate') {
		const page = answerPage(request);
		event.respondWith(page);
		event.waitUntil(page.then(confirmPush));
	} else if (isData(url.pathname)) {
		event.respondWith(answerData(request));
	} else if (isShell(url.pathname)) {
		event.respondWith(answerShell(request));
	}
});

self.addEventListener('push', (event) => event.waitUntil(showPush(event.data)));

self.addEventListener('notificationclick', (event) =>
	event.waitUntil(openPush(event.notification))
);

// Types know this event only by its name.
self.addEventListener('pushsubscriptionchange', (event) =>
	(event as ExtendableEvent).waitUntil(subscribeAgain())
);
