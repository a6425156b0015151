/** A door as it is read, `B 12`: what follows the last space stays on the line of what precedes it. */
export function nameDoor(label: string): string {
	return label.replace(/ (?=[^ ]*$)/, '\u00a0');
}
