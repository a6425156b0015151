import type { Sql } from 'postgres';

type Row = {
	arg_names: string[] | null;
	arg_modes: string[] | null;
	arg_types: string[];
	defaults: number;
	variadic: boolean;
	returns_set: boolean;
	return_type: string;
	composite: boolean;
	read_only: boolean;
};

/** A function of schema public that can be called by names, as far as the direct way needs to know it. */
export type RpcFunction = {
	name: string;
	args: Map<string, string>;
	/** Names of the arguments that have no default. */
	required: string[];
	result: 'void' | 'json' | 'scalar' | 'row' | 'set';
	/** Declared stable: PostgreSQL itself refuses to write in it. */
	readOnly: boolean;
	/** SQL expression of one element of a set, over the alias `r`. */
	element: string;
};

const LOOK_UP = `
select p.proargnames as arg_names,
	p.proargmodes::text[] as arg_modes,
	array(
		select quote_ident(n.nspname) || '.' || quote_ident(t.typname)
		from unnest(p.proargtypes) with ordinality as a(oid, n)
		join pg_catalog.pg_type t on t.oid = a.oid
		join pg_catalog.pg_namespace n on n.oid = t.typnamespace
		order by a.n
	) as arg_types,
	p.pronargdefaults::int as defaults,
	p.provariadic <> 0 as variadic,
	p.proretset as returns_set,
	rt.typname::text as return_type,
	rt.typtype = 'c' or rt.typname = 'record' as composite,
	p.provolatile <> 'v' as read_only
from pg_catalog.pg_proc p
join pg_catalog.pg_type rt on rt.oid = p.prorettype
where p.pronamespace = 'public'::regnamespace and p.proname = $1 and p.prokind = 'f'`;

/** Quotes a name for SQL. */
export function quote(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** Reads functions from the catalogue once each. Null for anything that is better left to lite. */
export function makeCatalogue(sql: Sql) {
	const known = new Map<string, RpcFunction | null>();
	return {
		async find(name: string): Promise<RpcFunction | null> {
			const seen = known.get(name);
			if (seen !== undefined) return seen;
			const [row, another] = await sql.unsafe<Row[]>(LOOK_UP, [name]);
			// Overloaded functions are chosen by their arguments: lite knows those rules.
			const found = row && !another ? describe(name, row) : null;
			// A name that does not exist is not remembered: a migration may bring it, and strangers may invent many.
			if (row) known.set(name, found);
			return found;
		},
		/** After a migration under our feet, a call fails because the function is another: read it again. */
		forget(name: string): void {
			known.delete(name);
		}
	};
}

function describe(name: string, row: Row): RpcFunction | null {
	const modes = row.arg_modes ?? row.arg_types.map(() => 'i');
	const names = row.arg_names ?? [];
	const inputs = names.filter((_, index) => modes[index] === 'i' || modes[index] === 'b');
	const unnamed = inputs.length !== row.arg_types.length || inputs.includes('');
	if (row.variadic || unnamed || modes.includes('b') || modes.includes('o')) return null;
	const columns = names.filter((_, index) => modes[index] === 't');
	const single = columns.length === 1 ? columns[0] : null;
	return {
		name,
		args: new Map(inputs.map((input, index) => [input, row.arg_types[index] ?? ''])),
		required: inputs.slice(0, inputs.length - row.defaults),
		result: resultOf(row),
		readOnly: row.read_only,
		// A table of one column is, for PostgreSQL, a set of scalars.
		element: single
			? `json_build_object('${single.replaceAll("'", "''")}', r.${quote(single)})`
			: 'r'
	};
}

function resultOf(row: Row): RpcFunction['result'] {
	if (row.returns_set) return 'set';
	if (row.return_type === 'void') return 'void';
	if (row.return_type === 'json' || row.return_type === 'jsonb') return 'json';
	return row.composite ? 'row' : 'scalar';
}

/** The statement that calls a function with these arguments, read from one JSON value. */
export function callText(fn: RpcFunction, given: string[]): string {
	const call = given.map((arg) => `${quote(arg)} := a.${quote(arg)}`).join(', ');
	const columns = given.map((arg) => `${quote(arg)} ${fn.args.get(arg)}`).join(', ');
	const source =
		given.length > 0 ? `json_to_record($1::text::json) as a(${columns})` : '(select $1::text) as a';
	const target = `public.${quote(fn.name)}(${call})`;
	if (fn.result === 'set') {
		return `select coalesce(json_agg(${fn.element}), '[]')::text as body from ${source}, lateral ${target} as r`;
	}
	if (fn.result === 'void') return `select ${target}::text as body from ${source}`;
	if (fn.result === 'json') return `select ${target}::text as body from ${source}`;
	if (fn.result === 'row')
		return `select row_to_json(r)::text as body from ${source}, lateral ${target} as r`;
	return `select to_json(${target})::text as body from ${source}`;
}
