import type { Job } from './worker.ts';

/** Tells what is due by the clock. Several processes may: each person is told once. */
export const tellDue: Job = {
	name: 'tell-due',
	async run({ client }) {
		const { error } = await client.rpc('tell_due');
		if (error) throw error;
	}
};
