import { m } from '#lib/paraglide/messages.js';
import { columnName } from './columns.ts';
import type { ImportProblem } from './views.ts';

/** What is wrong with a row of a file, as it goes on after "Ligne 12 :". */
export function problemSentence(problem: ImportProblem): string {
	const { key } = problem;
	const other = 'other' in problem ? (problem.other ?? 0) : 0;
	const name = 'name' in problem ? (problem.name ?? '') : '';
	const [column, value] =
		'column' in problem ? [columnName(problem.column), problem.value] : ['', ''];
	switch (key) {
		case 'missing':
			return m.import_problem_missing({ column });
		case 'too_long':
			return m.import_problem_too_long({ column, value });
		case 'floor_unread':
			return m.import_problem_floor_unread({ value });
		case 'email_unread':
			return m.import_problem_email_unread({ value });
		case 'phone_unread':
			return m.import_problem_phone_unread({ value });
		case 'became_date':
			return m.import_problem_became_date({ column });
		case 'formula_error':
			return m.import_problem_formula_error({ column, value });
		case 'name_missing':
			return m.import_problem_name_missing();
		case 'door_unclear':
			return m.import_problem_door_unclear();
		case 'floor_missing':
			return m.import_problem_floor_missing();
		case 'floor_differs':
			return m.import_problem_floor_differs({ other });
		case 'duplicate':
			return m.import_problem_duplicate({ other });
		case 'email_twice':
			return m.import_problem_email_twice({ other });
		case 'email_elsewhere':
			return problem.door
				? m.import_problem_email_elsewhere({ name, door: problem.door })
				: m.import_problem_email_outside({ name });
		case 'staff_changed':
			return m.import_problem_staff_changed({ name });
	}
}
