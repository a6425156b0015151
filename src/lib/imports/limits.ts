/** The largest file that is read. */
export const MOST_BYTES = 2 * 1024 * 1024;

/** The most rows under the headings; the database takes no more either. */
export const MOST_ROWS = 2_000;
