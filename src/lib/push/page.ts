import { getInstalled } from './install.ts';
import { readPhone, turnOff, turnOn, type PhoneState, type TurnedOn } from './this-phone.ts';

/*
 * The script of "Mes notifications", a page without SvelteKit's: that alone would fill the budget of
 * a tenant's page. The server makes every state of the page; this shows the one that is true here.
 */

const root = document.querySelector<HTMLElement>('[data-phone]');
if (root) void begin(root);

async function begin(phone: HTMLElement): Promise<void> {
	const known = (phone.dataset.known ?? '').split(' ').filter(Boolean);
	const language = document.documentElement.lang;
	let isBusy = false;

	async function look(): Promise<void> {
		const { state, hash } = await readPhone(known);
		show('when', state);
		// The steps that come first on an iPhone, open at once: `data-guide` names the state they are for.
		const guide = document.querySelector<HTMLDetailsElement>(`[data-guide="${state}"] details`);
		if (guide) guide.open = true;
		for (const one of document.querySelectorAll<HTMLElement>('[data-hash]')) {
			const isThis = one.dataset.hash === hash;
			for (const part of one.querySelectorAll<HTMLElement>('[data-mine]')) {
				part.hidden = (part.dataset.mine === 'yes') !== isThis;
			}
		}
	}

	async function change(
		button: HTMLButtonElement,
		act: () => Promise<TurnedOn | 'not_off' | null>
	) {
		if (isBusy) return;
		isBusy = true;
		button.ariaBusy = 'true';
		show('trouble', null);
		const ended = await act();
		// What the server knows of this phone stands on the page.
		if (ended === null || ended === 'on') {
			location.reload();
			return;
		}
		isBusy = false;
		button.ariaBusy = null;
		show('trouble', ended);
		await look();
	}

	/** Of the parts of one kind, shows the one of this name. */
	function show(kind: 'when' | 'trouble', name: PhoneState | TurnedOn | 'not_off' | null): void {
		for (const part of phone.querySelectorAll<HTMLElement>(`[data-${kind}]`)) {
			part.hidden = !(part.dataset[kind] ?? '').split(' ').includes(name ?? '');
		}
	}

	phone.addEventListener('click', ({ target }) => {
		const button = target instanceof Element ? target.closest('button') : null;
		const act = button?.closest<HTMLElement>('[data-act]')?.dataset.act;
		if (button && act === 'on') void change(button, () => turnOn(language));
		if (button && act === 'off') {
			void change(button, async () => ((await turnOff()) ? null : 'not_off'));
		}
	});
	await look();
}

getInstalled(document.querySelector<HTMLElement>('[data-install]'));
