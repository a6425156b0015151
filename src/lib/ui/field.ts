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
}

/** What a control carries so that its label, hint and error belong to it. */
export interface ControlProps {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
	required: boolean | undefined;
}
