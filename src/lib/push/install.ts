/** What Chromium keeps for us until somebody taps: not in the standard yet. */
type InstallEvent = Event & { prompt(): Promise<unknown> };

/**
 * Shows the button that puts Palier beside the other apps, while the browser offers it.
 *
 * @param part holds the button; hidden until then
 */
export function getInstalled(part: HTMLElement | null): void {
	if (!part) return;
	let offer: InstallEvent | null = null;
	addEventListener('beforeinstallprompt', (event) => {
		event.preventDefault();
		offer = event as InstallEvent;
		part.hidden = false;
	});
	addEventListener('appinstalled', () => (part.hidden = true));
	part.addEventListener('click', () => void offer?.prompt());
}
