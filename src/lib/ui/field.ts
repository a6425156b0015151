import type { ClassValue, HTMLInputAttributes } from 'svelte/elements';

/** What every field of the kit takes. */
export interface FieldProps {
	label: string;
	/** A short help, always visible under the label. */
	hint?: string;
	/** The sentence of what is wrong; it appears under the field and is read with it. */
	error?: string;
	/** Says "(facultatif)" beside the label; all other fields are taken as required. */
	optional?: boolean;
	/** Keeps the label for screen readers only, where the place makes it plain. */
	hideLabel?: boolean;
	class?: ClassValue | null;
}

/** What a field of text takes beside it, named one by one as in `Button`. */
export interface TextProps {
	name: string;
	maxlength?: number;
	autocomplete?: HTMLInputAttributes['autocomplete'];
	autocapitalize?: HTMLInputAttributes['autocapitalize'];
	inputmode?: HTMLInputAttributes['inputmode'];
	spellcheck?: boolean | 'true' | 'false';
	/** The id of a `<datalist>`. */
	list?: string;
}

/** What a control carries so that its label, hint and error belong to it. */
export interface ControlProps {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
	required: boolean | undefined;
}
