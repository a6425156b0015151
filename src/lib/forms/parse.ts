import type { StandardSchemaV1 } from '@standard-schema/spec';
import { m } from '#lib/paraglide/messages.js';
import { issueSentence } from '#lib/forms/sentences.ts';

/** What a refused form shows again: texts and lists of texts by the names of its fields. */
export type FormValues = Record<string, string | string[]>;

/** What an action hands back with `fail`; `Form` and the fields know how to show it. */
export interface FormFailure {
	values: FormValues;
	/** A sentence for each refused field, by its name in the form. */
	issues: Record<string, string>;
	/** A sentence for the form as a whole. */
	message: string;
	/** The stable key of the refusal, for pages that offer a way on. */
	key: string;
}

export type ParseResult<Output> =
	{ ok: true; value: Output; values: FormValues } | ({ ok: false } & FormFailure);

/** Never sent back to the page. */
const SECRET = /code|password|token/i;
/** Parts of a name that would reach into every object. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

type Node = { [key: string]: unknown };

/**
 * Checks a form with a schema. Names of fields become paths: `lines.<id>` makes an object, a name
 * that ends in `[]` makes a list, an unticked checkbox is absent. On refusal it gives what to hand
 * to `fail(422, …)`.
 */
export async function parseForm<Schema extends StandardSchemaV1>(
	schema: Schema,
	data: FormData
): Promise<ParseResult<StandardSchemaV1.InferOutput<Schema>>> {
	const values = echo(data);
	const result = await schema['~standard'].validate(toObject(data));
	if (!result.issues) return { ok: true, value: result.value, values };

	const issues: Record<string, string> = {};
	for (const issue of result.issues) {
		// The first thing that is wrong with a field is enough to read.
		issues[fieldName(issue.path, data)] ??= issueSentence(issue);
	}
	const count = Object.keys(issues).length;
	return { ok: false, values, issues, message: m.form_summary({ count }), key: 'form_invalid' };
}

/** What was typed, without files and secrets. */
export function echo(data: FormData): FormValues {
	const values: FormValues = {};
	for (const name of new Set(data.keys())) {
		if (SECRET.test(name)) continue;
		const texts = data
			.getAll(name)
			.filter((value) => typeof value === 'string')
			.map(withoutNul);
		if (name.endsWith('[]')) values[name] = texts;
		else if (texts[0] !== undefined) values[name] = texts[0];
	}
	return values;
}

/** A form as the nested object that schemas describe. */
export function toObject(data: FormData): Node {
	const root: Node = Object.create(null);
	for (const name of new Set(data.keys())) {
		const list = name.endsWith('[]');
		const path = (list ? name.slice(0, -2) : name).split('.');
		if (path.some((part) => UNSAFE.has(part))) continue;
		const last = path.pop() ?? '';
		let node = root;
		for (const part of path) {
			const child = node[part];
			// A name that is a text here and an object there is not from our form.
			if (child !== undefined && !isNode(child)) return Object.create(null);
			node = (node[part] = isNode(child) ? child : Object.create(null)) as Node;
		}
		if (isNode(node[last])) return Object.create(null);
		node[last] = list ? data.getAll(name).map(withoutNul) : withoutNul(data.get(name));
	}
	return root;
}

/** No person types this character, and PostgreSQL keeps no text that has it. */
function withoutNul<Value>(value: Value): Value | string {
	return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

/** The name of the field that a schema's path speaks of; list items belong to their list. */
function fieldName(path: StandardSchemaV1.Issue['path'], data: FormData): string {
	const parts = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
	for (let length = parts.length; length > 0; length--) {
		const name = parts.slice(0, length).join('.');
		if (data.has(name)) return name;
		if (data.has(`${name}[]`)) return `${name}[]`;
	}
	return parts.join('.');
}
