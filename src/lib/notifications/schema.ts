import * as v from 'valibot';
import { id } from '#lib/forms/fields.ts';

/** One of the things that one was told. */
export const OpenNotification = v.object({ notification: id });

/** Everything that stood on the page: what came since stays unread. */
export const ReadAll = v.object({ until: v.pipe(v.string(), v.isoTimestamp()) });
