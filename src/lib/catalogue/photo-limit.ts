/** Largest file that people may send; phones take photos of 3 to 8 MB. */
export const MOST_BYTES = 10 * 1024 * 1024;
