import { errors, jwtVerify, SignJWT } from 'jose';

export type Claims = {
	role: string;
	sub?: string;
	email?: string;
	exp?: number;
	[name: string]: unknown;
};

export type TokenCheck =
	{ ok: true; claims: Claims } | { ok: false; reason: 'expired' | 'invalid' };

export type Verifier = (token: string) => Promise<TokenCheck>;

// One entry per signed-in person and hour: a signature is checked once, not at every request.
const REMEMBERED = 2_000;

/** Checks access tokens that this installation signed, without asking anybody. */
export function makeVerifier(jwtSecret: string): Verifier {
	const key = new TextEncoder().encode(jwtSecret);
	const known = new Map<string, Claims>();
	return async (token) => {
		const seen = known.get(token);
		if (seen) {
			if ((seen.exp ?? 0) * 1000 > Date.now()) return { ok: true, claims: seen };
			known.delete(token);
			return { ok: false, reason: 'expired' };
		}
		try {
			const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] });
			const claims = payload as Claims;
			if (typeof claims.role !== 'string') return { ok: false, reason: 'invalid' };
			if (claims.exp) {
				if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
				known.set(token, claims);
			}
			return { ok: true, claims };
		} catch (error) {
			return { ok: false, reason: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
		}
	};
}

/** Signs a token as the auth service would. For tests and measurements. */
export async function signToken(
	jwtSecret: string,
	claims: Claims,
	lifeSeconds = 3600
): Promise<string> {
	return new SignJWT({ aud: 'authenticated', ...claims })
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setIssuedAt()
		.setExpirationTime(Math.floor(Date.now() / 1000) + lifeSeconds)
		.sign(new TextEncoder().encode(jwtSecret));
}
