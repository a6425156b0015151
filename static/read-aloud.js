/*
 * Reads pages aloud with the voice of the device, for people who asked for it in their profile. A file
 * of its own: most pages ship no other script. Where there is no voice in the page's language, the
 * button stays away (see shell.css).
 */
(() => {
	const speech = window.speechSynthesis;
	if (!speech || !('SpeechSynthesisUtterance' in window)) return;

	const page = document.documentElement;
	// Chromium falls silent in the middle of long texts.
	const LONGEST = 200;
	/** What is being read: kept, since browsers drop the events of an utterance that nothing holds. */
	let spoken = [];

	function findVoice() {
		const language = page.lang.slice(0, 2).toLowerCase();
		const voices = speech
			.getVoices()
			.filter(({ lang }) => lang.toLowerCase().slice(0, 2) === language);
		// A voice on the device itself costs no data and tells nobody what is read.
		return voices.find(({ localService }) => localService) ?? voices[0];
	}

	function offer() {
		if (findVoice() && !page.dataset.voice) page.dataset.voice = 'ready';
	}

	/** The words of the page, in pieces that end with a sentence where they can. */
	function pieces() {
		const parts = [...(document.getElementById('content')?.children ?? [])];
		const lines = parts
			.flatMap((part) => part.innerText.split('\n'))
			.map((line) => line.trim())
			.filter(Boolean);
		return lines.flatMap((line) => {
			const sentences = line.match(/[^.!?…]+[.!?…]*\s*/g) ?? [line];
			return sentences.reduce((texts, sentence) => {
				const last = texts.at(-1);
				if (last !== undefined && last.length + sentence.length <= LONGEST) {
					texts[texts.length - 1] = last + sentence;
				} else texts.push(sentence);
				return texts;
			}, []);
		});
	}

	function stop() {
		spoken = [];
		speech.cancel();
		if (page.dataset.voice) page.dataset.voice = 'ready';
	}

	function read() {
		stop();
		const voice = findVoice();
		if (!voice) return;
		const now = pieces().map((text) => {
			const utterance = new SpeechSynthesisUtterance(text);
			utterance.voice = voice;
			utterance.lang = voice.lang;
			return utterance;
		});
		if (now.length === 0) return;
		const end = () => {
			if (spoken === now) stop();
		};
		now.at(-1).onend = end;
		for (const utterance of now) utterance.onerror = end;
		spoken = now;
		page.dataset.voice = 'speaking';
		for (const utterance of now) speech.speak(utterance);
	}

	document.addEventListener('click', ({ target }) => {
		if (!(target instanceof Element)) return;
		if (target.closest('[data-aloud]')) {
			if (page.dataset.voice === 'speaking') stop();
			else read();
		} else if (target.closest('a[href], [type="submit"]')) stop();
	});
	document.addEventListener('keydown', ({ key }) => {
		if (key === 'Escape') stop();
	});
	// Browsers go on speaking after their page is gone.
	addEventListener('pagehide', stop);

	stop();
	offer();
	// Voices come late on most phones.
	speech.onvoiceschanged = offer;
})();
