/**
 * Names the residence of the address that a call is made for: the database refuses what belongs to
 * another one, whoever asks (private.require_member).
 */
export const RESIDENCE_HEADER = 'x-palier-residence';
