/** Where somebody goes on who had to show that the account is theirs: `?then=email`, `?then=password`. */
export function afterProof(query: URLSearchParams): '' | '/email' | '/password' {
	const then = query.get('then');
	return then === 'email' || then === 'password' ? `/${then}` : '';
}
