import { self } from '$app/service-worker';
import {
	answerImmutable,
	answerPage,
	answerShell,
	dropOldStores,
	fillStore,
	isShell
} from './cache.ts';

self.addEventListener('install', (event) => {
	event.waitUntil(fillStore().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(dropOldStores().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== self.location.origin) return;

	if (url.pathname.startsWith('/_app/immutable/')) {
		event.respondWith(answerImmutable(request));
	} else if (request.mode === 'navigate') {
		event.respondWith(answerPage(request));
	} else if (isShell(url.pathname)) {
		event.respondWith(answerShell(request));
	}
});
