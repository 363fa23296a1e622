import { isAlyxError } from "../../alyx/errors.ts";
import { keyFromUrl } from "../../alyx/key-from-url.ts";
import { readClientParams, saveParams } from "../../settings/client-file.ts";
import { type Secret } from "../../settings/secret.ts";
import { cliSettings } from "../cli-settings.ts";
import { type DatabaseIdentity, type DatabaseOptions, databaseIdentity } from "../database-identity.ts";
import { interruptible } from "../interruptible.ts";
import { askPassword, type Database, openDatabase } from "../open-database.ts";
import { openPrompts } from "../prompts.ts";
import { readStdin } from "../read-stdin.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `one login`. */
export interface LoginOptions extends DatabaseOptions {
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

/** Do what `one login` says. Returns the exit code. */
export async function login(terminal: Terminal, options: LoginOptions): Promise<number> {
  return await interruptible(
    terminal,
    async (signal) => {
      const identity = await databaseIdentity(terminal, cliSettings(terminal), options);
      const user = identity.user ?? (await askUser(terminal, identity));
      const password = await passwordFor(terminal, { user, identity, isPiped: options.passwordStdin ?? false, signal });
      const database = await openDatabase(terminal, { ...options, username: user }, { isTokenOnly: true });
      const { alyx, settings } = database;
      await logIn(terminal, alyx, {
        user,
        password,
        mayAskAgain: !(options.passwordStdin ?? false) && identity.password === undefined,
        signal,
      });
      await makeUserOfSettings(terminal, database, user);
      await database.keepSettings();
      if (identity.token === "environment") {
        remark(terminal, "one: ALYX_TOKEN is set, and goes before the token that is kept now");
      }
      const { location } = settings.storage;
      const facts = { user, database: alyx.baseUrl, settings: location };
      print(
        terminal,
        options.json ? toJson(facts) : `Logged in to ${alyx.baseUrl} as ${user}; the token is kept in ${location}`,
      );
      return 0;
    },
    "nothing has changed.",
  );
}

/** Tries that a person has. */
const TRIES = 3;

/** Log in; a person who mistyped is asked again. */
async function logIn(
  terminal: Terminal,
  alyx: Database["alyx"],
  {
    user,
    password: first,
    mayAskAgain,
    signal,
  }: {
    readonly user: string;
    readonly password: Secret | string;
    readonly mayAskAgain: boolean;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  let password = first;
  for (let attempt = 1; ; attempt++) {
    try {
      return await alyx.authenticate({ username: user, password, signal });
    } catch (error) {
      if (!isAlyxError(error, "alyx/login-refused") || !mayAskAgain || attempt === TRIES) throw error;
      remark(terminal, "one: the password is not right");
      const again = await askPassword(terminal, user, alyx.baseUrl);
      if (again === undefined || again === "") throw error;
      password = again;
    }
  }
}

async function askUser(terminal: Terminal, { baseUrl }: DatabaseIdentity): Promise<string> {
  const prompts = await openPrompts(terminal, "nothing has changed.");
  const user = (await prompts?.text(`User name for ${baseUrl}`))?.trim();
  if (user) return user;
  throw new UsageError(`Nobody is named for ${baseUrl}: add --username, or set ALYX_USER`);
}

/** The password: of standard input if that is asked for, else of the environment, else of a person. */
async function passwordFor(
  terminal: Terminal,
  {
    user,
    identity,
    isPiped,
    signal,
  }: {
    readonly user: string;
    readonly identity: DatabaseIdentity;
    readonly isPiped: boolean;
    readonly signal: AbortSignal;
  },
): Promise<string | Secret> {
  if (isPiped) {
    const text = (await readStdin(terminal, signal)).replace(/\r?\n$/, "");
    if (text !== "") return text;
    throw new UsageError("--password-stdin found nothing on standard input (expected the password)");
  }
  const password = identity.password ?? (await askPassword(terminal, user, identity.baseUrl));
  if (password) return password;
  throw new UsageError(
    `No password of "${user}": there is no terminal to ask at (expected --password-stdin, or ALYX_PASSWORD)`,
  );
}

/** Let the settings name who logged in, so that later commands mean this user; answers that were kept are another's. */
async function makeUserOfSettings(terminal: Terminal, { alyx, settings }: Database, user: string): Promise<void> {
  const params = await readClientParams(settings, keyFromUrl(alyx.baseUrl));
  if (params === undefined || params.ALYX_LOGIN === user) return;
  await saveParams(settings, { ...params, ALYX_LOGIN: user }, alyx.baseUrl);
  await alyx.clearRestCache();
  if (params.ALYX_LOGIN !== null) remark(terminal, `one: the settings named "${params.ALYX_LOGIN}" before`);
}
