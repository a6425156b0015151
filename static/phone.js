// On every page, so it is small. What is rarely needed comes when it is: see phone-live.js.
(() => {
	const worker = navigator.serviceWorker;
	if (!worker) return;
	const { answer } = document.currentScript.dataset;
	let mine = worker.controller;
	const live = async () => new (await import('/phone-live.js')).Live(answer);
	worker.onmessage = async ({ data }) => (await live()).hear(data);
	worker.oncontrollerchange = async () => {
		if (mine) (await live()).takeNew();
		mine = worker.controller;
	};
	addEventListener('load', async () => {
		const registration = await worker.register('/service-worker.js');
		const offer = async () => {
			if (registration.waiting && worker.controller) (await live()).offer(registration);
		};
		registration.onupdatefound = () => (registration.installing.onstatechange = offer);
		offer();
		// A worker that took over while the page was on its way has not seen it.
		const [way] = performance.getEntriesByType('navigation');
		if (!way?.workerStart) (await worker.ready).active.postMessage({ type: 'came' });
	});
})();
