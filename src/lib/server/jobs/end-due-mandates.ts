import type { Job } from './worker.ts';

/** Writes down which mandates are over. What they allow has ended at its moment without this. */
export const endDueMandates: Job = {
	name: 'end-due-mandates',
	async run({ client }) {
		const { error } = await client.rpc('end_due_mandates');
		if (error) throw error;
	}
};
