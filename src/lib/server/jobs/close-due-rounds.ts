import type { Job } from './worker.ts';

/** Closes rounds whose deadline has passed. The deadline itself holds without this. */
export const closeDueRounds: Job = {
	name: 'close-due-rounds',
	async run({ client }) {
		const { error } = await client.rpc('close_due_rounds');
		if (error) throw error;
	}
};
