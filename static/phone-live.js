/*
 * Pages that show by themselves what changed, and the offer of a new version. Loaded by phone.js when
 * there is something to do.
 */
let wanted = false;

/** Whether somebody has begun something on this page. */
function isBegun() {
	const fields = 'input:not([type="hidden"]), textarea, option';
	return [...document.querySelectorAll(fields)].some((field) => {
		if (field === document.activeElement && field.type !== 'checkbox') return true;
		if (field instanceof HTMLOptionElement) return field.defaultSelected && !field.selected;
		if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
		return field.value !== field.defaultValue;
	});
}

export class Live {
	#isAnswer;

	/** @param {string | undefined} answer there when the page answers a form: shown once */
	constructor(answer) {
		this.#isAnswer = answer !== undefined;
	}

	/** The page anew, unless that would throw something away. */
	#refresh() {
		if (!this.#isAnswer && !isBegun()) location.reload();
	}

	/** The service worker says that something changed. */
	hear(message) {
		if (message?.type === 'changed') this.#refresh();
	}

	/** A new version has taken over, from here or from another tab. */
	takeNew() {
		if (wanted) location.reload();
		else this.#refresh();
	}

	/** A new version waits: it is offered, and taken when the person says so. */
	offer(registration) {
		const bar = document.getElementById('newer');
		if (!bar) return;
		bar.hidden = false;
		bar.querySelector('button').onclick = () => {
			wanted = true;
			registration.waiting?.postMessage({ type: 'update' });
		};
	}
}
