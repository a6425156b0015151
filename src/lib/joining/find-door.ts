type Door = { id: string; building: string; label: string };

/**
 * The one household that somebody means who types their door: "B 12", "b12", without the building where
 * no other has that door, "b1" for "B 01". Null for none, and for several.
 */
export function findDoor(doors: readonly Door[], typed: string): string | null {
	const spellings = [
		({ label }: Door) => plain(label),
		({ label, building }: Door) => plain(label.slice(building.length)),
		({ label }: Door) => withoutZeros(label),
		({ label, building }: Door) => withoutZeros(label.slice(building.length))
	];
	for (const [index, spell] of spellings.entries()) {
		const wanted = index < 2 ? plain(typed) : withoutZeros(typed);
		const found = doors.filter((door) => wanted !== '' && spell(door) === wanted);
		if (found.length === 1) return found[0]?.id ?? null;
	}
	return null;
}

function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');
}

function withoutZeros(text: string): string {
	return plain(text.replace(/(?<!\d)0+(?=\d)/g, ''));
}
