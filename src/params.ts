import { defineParams } from '@sveltejs/kit/params';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An address with a malformed id answers 404 like an unknown one, before the database is asked. */
export const params = defineParams({
	id: (param) => (UUID.test(param) ? param : undefined),
	/** What a phone may say of a message. */
	report: (param) => (param === 'shown' || param === 'opened' ? param : undefined)
});
