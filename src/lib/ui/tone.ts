/** What a colour means: leaf done, sun waiting, brick urgent or refused, sky to know. */
export type Tone = 'leaf' | 'sun' | 'brick' | 'sky' | 'plain';
