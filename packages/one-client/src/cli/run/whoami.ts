import { type DataError, isDataError } from "@neurophys/alf";
import { cliSettings } from "../cli-settings.ts";
import { type DatabaseIdentity, type DatabaseOptions, databaseIdentity } from "../database-identity.ts";
import { interruptible } from "../interruptible.ts";
import { openDatabase } from "../open-database.ts";
import { printFields } from "../output/fields.ts";
import { print, type Terminal, toJson } from "../terminal.ts";

/** Options of `one whoami`. */
export interface WhoamiOptions extends DatabaseOptions {
  readonly offline?: boolean;
  readonly json?: boolean;
}

/** What is known of the token: the database takes it, refuses it, gave no answer, or was not asked; or there is none. */
type TokenState = "valid" | "refused" | "unanswered" | "unchecked" | "none";

const TOKEN_WORDS: Readonly<Record<TokenState, string>> = {
  valid: "the database takes it",
  refused: "the database refuses it: log in again",
  unanswered: "could not be checked",
  unchecked: "not checked",
  none: 'none: log in with "one login"',
};

/** Do what `one whoami` says. Returns the exit code. */
export async function whoami(terminal: Terminal, options: WhoamiOptions): Promise<number> {
  return await interruptible(terminal, async (signal) => {
    const settings = cliSettings(terminal);
    const identity = await databaseIdentity(terminal, settings, options);
    const { state, problem } = await tokenState(terminal, identity, { options, signal });
    const facts = {
      user: identity.user ?? null,
      database: identity.baseUrl,
      is_logged_in: state === "valid" || state === "unchecked",
      token: state,
      token_from: identity.token ?? null,
      cache_dir: identity.cacheDir ?? null,
      settings: settings.storage.location,
    };
    if (options.json) print(terminal, toJson({ ...facts, problem: problem?.code ?? null }));
    else {
      const from = identity.token === undefined ? "" : `in the ${identity.token}, `;
      printFields(terminal, [
        ["user", facts.user ?? "nobody is named"],
        ["database", facts.database],
        ["token", from + TOKEN_WORDS[state] + (problem === undefined ? "" : `: ${problem.message} [${problem.code}]`)],
        ["files", facts.cache_dir ?? "not set up"],
        ["settings", facts.settings],
      ]);
    }
    return facts.is_logged_in ? 0 : 1;
  });
}

/** Ask the database for the user's own record, unless nobody is logged in or `--offline` is given. */
async function tokenState(
  terminal: Terminal,
  { user, token }: DatabaseIdentity,
  { options, signal }: { readonly options: WhoamiOptions; readonly signal: AbortSignal },
): Promise<{ readonly state: TokenState; readonly problem?: DataError & { readonly code: string } }> {
  if (user === undefined || token === undefined) return { state: "none" };
  if (options.offline) return { state: "unchecked" };
  const { alyx } = await openDatabase(terminal, options, { isTokenOnly: true });
  try {
    await alyx.get(`/users/${encodeURIComponent(user)}`, {}, { noCache: true, signal });
    return { state: "valid" };
  } catch (error) {
    signal.throwIfAborted();
    if (!isDataError(error)) throw error;
    if (error.code === "alyx/login-needed" || error.code === "alyx/login-refused") return { state: "refused" };
    const status = "status" in error ? error.status : undefined;
    // the database knew who asks, and has no such record or does not show it
    if (status === 404) return { state: "valid" };
    if (status === 401 || status === 403) return { state: "refused" };
    return { state: "unanswered", problem: error };
  }
}
