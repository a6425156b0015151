import { self } from '$app/service-worker';
import { fetchKey, sendSubscription, subscribe } from '#lib/push/subscribe.ts';
import { readLanguage, readNote, writeNote } from '#lib/push/notes.ts';
import { currentPerson } from './person.ts';

/** Nobody is told twice within this time that the network is gone. */
const AGAIN_MS = 10 * 60 * 1000;
let tried = { for: '', at: 0 };

/**
 * Once a day, and whenever somebody else uses the phone: tells the server that this phone can still be
 * reached. Browsers lose subscriptions without a word; what was lost is made again, quietly, where
 * the person had said yes.
 */
export async function confirmPush(): Promise<void> {
	const person = await currentPerson();
	if (!person || (await readNote('push')) !== 'on') return;
	const today = `${person} ${new Date().toISOString().slice(0, 10)}`;
	if ((await readNote('confirmed')) === today) return;
	if (tried.for === today && Date.now() - tried.at < AGAIN_MS) return;
	tried = { for: today, at: Date.now() };
	if (await subscribeAgain()) await writeNote('confirmed', today);
}

/**
 * Subscribes this phone again, without asking anybody. Answers whether the server knows it now.
 *
 * @throws {SubscribeError}
 */
export async function subscribeAgain(): Promise<boolean> {
	if (Notification.permission !== 'granted') return false;
	const key = await fetchKey();
	if (!key) return false;
	const subscription = await subscribe(self.registration.pushManager, key);
	const language = await readLanguage();
	const status = await sendSubscription(subscription, { welcome: false, language });
	return status < 300;
}
