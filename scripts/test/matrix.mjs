/*
 * Plays supabase/tests/matrix.txt and prints the lines that are not as the file says, ready to be
 * read one by one and put there if they are what ought to be:  node scripts/test/matrix.mjs
 */
import process from 'node:process';
import { freshSession, inProcess, readTest } from './pgtap-database.mjs';

const test = readTest('90_matrix.test.sql');
const text = /\$file\$(.*)\$file\$/s.exec(test)?.[1] ?? '';
const people = text.split('\n').find((line) => line.startsWith('person ')) ?? '';
// Where each word of the heading begins, so that new lines stand below it.
const places = [...people.matchAll(/\S+/g)].map(({ index }) => index);

/**
 * @param {string[]} words
 * @param {string} rest
 */
function toLine(words, rest) {
	let line = '';
	words.forEach((word, n) => {
		line = line.padEnd(places[n] ?? 0) + (line && !line.endsWith(' ') ? ' ' : '') + word;
	});
	return rest ? `${line.padEnd(people.length + 2)}| ${rest}` : line;
}

/** @param {string} line */
function toWords(line) {
	const [cells = '', ...rest] = line.split('|');
	return [cells.trim().split(/\s+/).join(' '), rest.join('|').trim()].join(' | ');
}

const runner = await inProcess();
try {
	await freshSession(runner);
	await runner.run(readTest('00_people.test.sql'));
	await freshSession(runner);
	const [world = ''] = test.split('select plan(');
	await runner.run(world);
	// A function without a line is called with nothing, to be replaced by a call that would succeed.
	await runner.run(`
		insert into lines
		select 'function', p.proname, '{}', array_to_string(array_fill('null'::text, array[p.pronargs::integer]), ', ')
		from pg_proc p where p.pronamespace = 'public'::regnamespace
			and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
			and not exists (select from lines l where l.kind_or_table = 'function' and l.verb = p.proname)`);
	const rows = await runner.run(`
		select jsonb_build_array(name, v, (select jsonb_agg(pg_temp.play(person, plays, name, v) order by n) from people),
			case when name = 'objects' then '*' else array_to_string(pg_temp.granted('authenticated', name, v), ' ') end)::text
		from tables, unnest(array['select', 'insert', 'update', 'delete']) with ordinality y(v, o) order by name, o;
		select jsonb_build_array('function', verb, (select jsonb_agg(pg_temp.call(plays, verb, rest) order by n) from people), rest)::text
		from lines where kind_or_table = 'function' order by verb, rest;`);
	const known = new Set(text.split('\n').map(toWords));
	for (const row of rows) {
		/** @type {[string, string, string[], string]} */
		const [object, verb, cells, rest] = JSON.parse(row);
		const isRefused = object !== 'function' && cells.every((cell) => cell === '-');
		const line = toLine([object, verb, ...cells], isRefused ? '' : rest);
		if (!known.has(toWords(line))) process.stdout.write(`${line}\n`);
	}
} finally {
	await runner.close();
}
