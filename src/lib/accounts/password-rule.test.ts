import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './password-hash.server.ts';
import { passwordProblem } from './password-rule.ts';

describe('passwordProblem', () => {
	it.each([
		['', 'short'],
		['soleil7', 'short'],
		// Seven people are seven characters, however many bytes they take.
		['👵👵👵👵👵👵👵', 'short'],
		['x'.repeat(201), 'long'],
		['motdepasse', 'common'],
		['MotDePasse', 'common'],
		['mot de passe 123', 'common'],
		['azertyuiop', 'common'],
		['87654321', 'common'],
		['cdefghij', 'common'],
		['aaaaaaaaaaaa', 'common'],
		['abababab', 'common'],
		['odile.petit1952', 'common'],
		['Odile.Petit@exemple.fr', 'common']
	])('%j is too %s', (password, problem) => {
		expect(passwordProblem(password, 'odile.petit@exemple.fr')).toBe(problem);
	});

	it.each([
		'trois poireaux bleus',
		'le chat dort ici',
		'été à la mer',
		'k8#kPw2!',
		'🥕🥕🥬🥬🍅🍅🍆🍆',
		'a'.repeat(10) + ' mot de passe très long '.repeat(7)
	])('%j is one', (password) => {
		expect(passwordProblem(password, 'odile@exemple.fr')).toBeNull();
	});
});

describe('hashPassword', () => {
	it('keeps what can be compared and not read, differently each time', async () => {
		const password = 'été à la mer';
		const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)]);
		expect(one).not.toBe(other);
		expect(one).not.toContain(password);
		expect(await isPassword(password, one)).toBe(true);
		// As another keyboard writes it.
		expect(await isPassword(password.normalize('NFD'), one)).toBe(true);
		expect(await isPassword('ete a la mer', one)).toBe(false);
	});

	it('takes nothing for nobody’s password', async () => {
		expect(await isPassword('', null)).toBe(false);
		await expect(isPassword('x', 'plain text')).rejects.toThrow();
	});

	it('does the same work where there is nothing to compare with', async () => {
		const hash = await hashPassword('x');
		const work = async (kept: string | null) => {
			const before = process.resourceUsage().userCPUTime;
			await isPassword('guess', kept);
			return process.resourceUsage().userCPUTime - before;
		};
		const [known, unknown] = [await work(hash), await work(null)];
		// Processor time, not the clock: without the work it would be a thousandth.
		expect(unknown).toBeGreaterThan(known / 4);
	});
});
