import { type KyInstance } from "ky";
import { InvalidAnswerError } from "../errors/http-errors.ts";
import { type HttpPolicy } from "../http/create-http.ts";
import { basicAuth } from "../http/credential.ts";
import { GlobusApi, requiredText } from "./globus-api.ts";

/** A client registered with Globus that acts for itself, without a person at a browser. */
export interface GlobusClientSecret {
  /** UUID of the client. */
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Gives a token that holds for at least another minute. */
export type TokenSource = () => Promise<string>;

/** All of what the transfer service can do. */
const TRANSFER_SCOPE = "urn:globus:auth:scope:transfer.api.globus.org:all";
/** A token that ends sooner counts as ended, as in ONE. */
const MARGIN_MS = 60_000;

/** Options of {@link globusLogin}. */
export interface GlobusLoginOptions extends Omit<HttpPolicy, "credentials"> {
  /** The login service; `https://auth.globus.org/v2` by default. */
  readonly authUrl?: string | URL | undefined;
}

/**
 * Log in to Globus by a client's secret (the client-credentials flow of OAuth 2).
 *
 * @param ky - The HTTP client to build on.
 * @returns What gives a valid token: asked for at first use, and anew a minute before it ends. Callers at the same time
 *   share one request. It throws GlobusApiError if the client is refused.
 * @see Source: `Globus.login` in ONE, `one/remote/globus.py`, which asks a person for a code instead.
 */
export function globusLogin(ky: KyInstance, client: GlobusClientSecret, options: GlobusLoginOptions = {}): TokenSource {
  const { authUrl = "https://auth.globus.org/v2", ...policy } = options;
  const credential = basicAuth(authUrl, client.clientId, client.clientSecret);
  const api = new GlobusApi(ky, { base: authUrl, policy, credential });
  let held: { readonly token: string; readonly endsAtMs: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const askedAtMs = Date.now();
    const body = new URLSearchParams({ grant_type: "client_credentials", scope: TRANSFER_SCOPE });
    const answer = await api.send({ method: "POST", path: "oauth2/token", body });
    const seconds = answer["expires_in"];
    if (typeof seconds !== "number") throw new InvalidAnswerError("oauth2/token", "no number expires_in in the answer");
    const token = requiredText(answer, "access_token", "oauth2/token");
    held = { token, endsAtMs: askedAtMs + seconds * 1000 };
    return token;
  };
  return async () => {
    if (held !== undefined && held.endsAtMs - Date.now() >= MARGIN_MS) return held.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return await asking;
  };
}
