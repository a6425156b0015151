import type { Job } from './worker.ts';

/** Closes rounds whose deadline has passed. The deadline itself holds without this. */
export const closeDueRounds: Job = {
	name: 'close-due-rounds',
	async run({ client, report }) {
		const closing = await client.rpc('close_due_rounds');
		if (closing.error) throw closing.error;
		const left = await client.rpc('rounds_not_closed');
		if (left.error) throw left.error;
		report.roundsNotClosed = left.data;
		if (left.data > 0) throw new Error(`${left.data} rounds are past their deadline and stay open`);
	}
};
