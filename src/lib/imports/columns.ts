import { m } from '#lib/paraglide/messages.js';

/** What a file can say, in the order in which we write it. */
export const COLUMNS = [
	'building',
	'staircase',
	'floor',
	'door',
	'name',
	'email',
	'phone'
] as const;
export type Column = (typeof COLUMNS)[number];

/** A column of somebody's file: first names may stand in one of their own. */
type Heading = Column | 'firstName';

/** How landlords and spreadsheets call them, in plain letters. */
const NAMES: Record<Heading, string[]> = {
	building: ['batiment', 'bat', 'immeuble', 'residence batiment', 'building', 'block'],
	staircase: ['escalier', 'esc', 'cage', 'cage d escalier', 'entree', 'staircase', 'stairs'],
	floor: ['etage', 'et', 'niveau', 'floor', 'level', 'storey'],
	door: [
		...['porte', 'n porte', 'numero de porte', 'numero', 'logement', 'appartement', 'appt', 'apt'],
		...['door', 'door number', 'flat', 'apartment', 'unit']
	],
	name: [
		...['nom', 'noms', 'nom prenom', 'nom et prenom', 'prenom nom', 'prenom et nom', 'locataire'],
		...['nom complet', 'nom de famille', 'voisin', 'personne', 'name', 'full name', 'last name'],
		...['surname', 'tenant']
	],
	firstName: ['prenom', 'prenoms', 'first name', 'given name'],
	email: [
		...['e mail', 'email', 'mail', 'courriel', 'adresse e mail', 'adresse mail', 'adresse email'],
		...['e mail address', 'email address']
	],
	phone: [
		...['telephone', 'tel', 'portable', 'mobile', 'telephone portable', 'numero de telephone'],
		...['n telephone', 'phone', 'phone number', 'mobile phone', 'telephone number']
	]
};
const HEADINGS = new Map(
	Object.entries(NAMES).flatMap(([heading, names]) =>
		names.map((name) => [name, heading as Heading] as const)
	)
);

/** Where each column of a file stands. */
export type Layout = {
	/** Index of the row of headings. */
	headerRow: number;
	at: Partial<Record<Heading, number>>;
	/** Headings that mean nothing to us, as they are written. */
	unknown: string[];
};

/** Titles and empty lines stand above the headings of many lists. */
const MOST_ROWS_ABOVE = 10;

/** Finds the row of headings: the first that names a door or a staircase and one thing more. */
export function findLayout(table: readonly (readonly string[])[]): Layout | null {
	for (const [headerRow, cells] of table.slice(0, MOST_ROWS_ABOVE).entries()) {
		const at: Layout['at'] = {};
		const unknown: string[] = [];
		for (const [index, cell] of cells.entries()) {
			const heading = HEADINGS.get(plainHeading(cell));
			if (heading && at[heading] === undefined) at[heading] = index;
			else if (cell.trim()) unknown.push(cell.trim().slice(0, 40));
		}
		const isHeader = at.door !== undefined || at.staircase !== undefined;
		if (isHeader && Object.keys(at).length >= 2) return { headerRow, at, unknown };
	}
	return null;
}

/** "N° de téléphone :" is "n de telephone"; little words in between do not count. */
function plainHeading(cell: string): string {
	const plain = cell
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase()
		.replace(/[^a-z]+/g, ' ')
		.trim();
	return HEADINGS.has(plain) ? plain : plain.replace(/\b(n|no|num) (de )?/, 'n ');
}

/** How we call a column, in the language of the page. */
export function columnName(column: Column): string {
	const names: Record<Column, () => string> = {
		building: m.import_column_building,
		staircase: m.import_column_staircase,
		floor: m.import_column_floor,
		door: m.import_column_door,
		name: m.import_column_name,
		email: m.import_column_email,
		phone: m.import_column_phone
	};
	return names[column]();
}
