/**
 * What a server wants to see, and the only origin that gets to see it.
 *
 * Secrets are kept in closures: neither `JSON.stringify` nor a debugger's listing of the object shows them.
 */
export interface Credential {
  /** Scheme, host and port: `"https://data.lab.org"`. */
  readonly origin: string;
  /** Headers for a request to that origin. Asked for before every try, so that tokens and signatures may be new. */
  authorize(request: Request): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
}

/**
 * User name and password, as data servers want them.
 *
 * @param server - Any address on the server.
 * @throws TypeError if `server` is no absolute address.
 */
export function basicAuth(server: string | URL, user: string, password: string): Credential {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  const value = `Basic ${btoa(String.fromCharCode(...bytes))}`;
  return { origin: new URL(server).origin, authorize: () => ({ Authorization: value }) };
}

/**
 * A token, as in `Authorization: Bearer …`.
 *
 * @param server - Any address on the server.
 * @param token - The token, or what finds a valid one.
 * @param scheme - The word before the token. `"Bearer"` by default; Alyx wants `"Token"`.
 * @throws TypeError if `server` is no absolute address.
 */
export function tokenAuth(
  server: string | URL,
  token: string | (() => string | Promise<string>),
  scheme = "Bearer",
): Credential {
  return {
    origin: new URL(server).origin,
    authorize: async () => ({ Authorization: `${scheme} ${typeof token === "string" ? token : await token()}` }),
  };
}

/** The credential for an address; the last one given wins. */
export function credentialFor(credentials: readonly Credential[], url: string | URL): Credential | undefined {
  const { origin } = new URL(url);
  return credentials.findLast((credential) => credential.origin === origin);
}
