import { keyFromUrl } from "../alyx/key-from-url.ts";
import { Secret } from "../settings/secret.ts";

/** What the environment says about the database. */
export interface AlyxEnvironment {
  /** `ALYX_BASE_URL`: address of the database. The token and password are for this one only, where it is given. */
  readonly baseUrl: string | undefined;
  /** `ALYX_USER`: who logs in. */
  readonly username: string | undefined;
  /** `ALYX_TOKEN`: token of that user; no login is needed with it. */
  readonly token: Secret | undefined;
  /** `ALYX_PASSWORD`: password of that user. */
  readonly password: Secret | undefined;
}

/**
 * Read the variables that let a job without a terminal use a database: `ALYX_BASE_URL`, `ALYX_USER`, and
 * `ALYX_TOKEN` or `ALYX_PASSWORD`. Empty ones count as not set.
 *
 * @param env - By default that of the process.
 */
export function alyxEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): AlyxEnvironment {
  const secret = (value: string | undefined): Secret | undefined => (value ? new Secret(value) : undefined);
  return {
    baseUrl: env["ALYX_BASE_URL"] || undefined,
    username: env["ALYX_USER"] || undefined,
    token: secret(env["ALYX_TOKEN"]),
    password: secret(env["ALYX_PASSWORD"]),
  };
}

const NOTHING: AlyxEnvironment = { baseUrl: undefined, username: undefined, token: undefined, password: undefined };

/** What the environment says of a database: its secrets are for the one that it names, if it names one. */
export function environmentFor(environment: AlyxEnvironment, baseUrl: string): AlyxEnvironment {
  const named = environment.baseUrl;
  return named === undefined || keyFromUrl(named) === keyFromUrl(baseUrl) ? environment : NOTHING;
}
