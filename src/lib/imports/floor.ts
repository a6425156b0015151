const GROUND = /^(rdc|r d c|rez de chaussee|rez|ground( floor)?|g)$/;
const BASEMENT = /^(?:(?:s|ss|sous sol|basement)\s*(\d?)|(\d)(?:er|e|eme)? sous sol)$/;
const UP =
	/^(?:etage |niveau |floor )?(\d{1,2})(?:er|ere|e|eme|nd|st|rd|th)?(?: etage| floor| niveau)?$/;

/** Floors that a residence may have. */
const LOWEST = -5;
const HIGHEST = 60;

/**
 * Reads a floor as people write it: "RDC", "1er", "2e étage", "-1", "sous-sol", "3.0". Null for what
 * is none.
 */
export function readFloor(typed: string): number | null {
	const figures = /^\s*([+-]?\d{1,3})(?:[.,]0+)?\s*$/.exec(typed);
	if (figures) return within(Number(figures[1]));
	const plain = typed
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();
	if (GROUND.test(plain)) return 0;
	const below = BASEMENT.exec(plain);
	if (below) return within(-Number(below[1] || below[2] || 1));
	const up = UP.exec(plain);
	return up ? within(Number(up[1])) : null;
}

function within(floor: number): number | null {
	// Not -0, which is another value than 0.
	return floor >= LOWEST && floor <= HIGHEST ? floor + 0 : null;
}
