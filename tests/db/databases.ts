/** The same server, another database. Works for addresses of Unix sockets, which URL does not take. */
export function withDatabase(serverUrl: string, name: string): string {
	return serverUrl.replace(/^(postgres(?:ql)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}
