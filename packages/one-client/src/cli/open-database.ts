import { resolve } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { type AlyxClient } from "../alyx/client/alyx-client.ts";
import { type OpenAlyxOptions, openAlyxClient } from "../node/alyx-client.ts";
import { alyxEnvironment } from "../node/settings-environment.ts";
import { type SettingsContext } from "../settings/settings-context.ts";
import { cliSettings } from "./cli-settings.ts";
import { type DatabaseIdentity, type DatabaseOptions, databaseIdentity } from "./database-identity.ts";
import { openPrompts } from "./prompts.ts";
import { canAsk, remark, type Terminal } from "./terminal.ts";
import { unwrittenSettings } from "./unwritten-settings.ts";
import { showWarning } from "./warnings.ts";

/** A database that a command speaks to. */
export interface Database {
  /** The client: asks nothing until the first request, then logs in when it must. */
  readonly alyx: AlyxClient;
  /** Folder of the files of the database. */
  readonly cacheDir: string;
  /** The settings, which Python's ONE uses too. */
  readonly settings: SettingsContext;
  /** Which database it is, and as whom. */
  readonly identity: DatabaseIdentity;
  /** Write the settings of a database that had none; they stay in memory without. */
  readonly keepSettings: () => Promise<void>;
}

/** How {@link openDatabase} logs in. */
export interface OpenDatabaseExtras {
  /** Take a token only: no password of the environment, and nobody is asked for one. Default false. */
  readonly isTokenOnly?: boolean | undefined;
}

/**
 * Open the database that a command means: `--base-url`, else `ALYX_BASE_URL`, else the default one of the settings, else
 * the public one; as `--username`, else `ALYX_USER`, else the user of the settings. One without settings gets the defaults.
 *
 * Warnings go to the terminal. Where a password is needed and none is known, it is asked for if someone is there.
 *
 * @param options - Options of the command, as `addDatabaseOptions` adds them.
 * @throws SettingsFileError, SettingsValueError if the settings cannot be read or the address is none.
 */
export async function openDatabase(
  terminal: Terminal,
  options: DatabaseOptions,
  extras: OpenDatabaseExtras = {},
): Promise<Database> {
  const { identity, client, keepSettings } = await databaseClient(terminal, options, extras);
  return { ...(await openAlyxClient(client)), settings: client.settings, identity, keepSettings };
}

/** What `openAlyxClient` and `openOneAlyx` are given for the database that a command means. */
export async function databaseClient(
  terminal: Terminal,
  options: DatabaseOptions,
  { isTokenOnly = false }: OpenDatabaseExtras = {},
): Promise<{
  readonly identity: DatabaseIdentity;
  readonly keepSettings: () => Promise<void>;
  readonly client: OpenAlyxOptions & { readonly settings: SettingsContext };
}> {
  const kept = cliSettings(terminal);
  const identity = await databaseIdentity(terminal, kept, options);
  const unwritten = identity.cacheDir === undefined ? unwrittenSettings(kept) : undefined;
  const settings = unwritten ?? kept;
  const given = options.cacheDir ?? terminal.env["ONE_CACHE_DIR"];
  const environment = alyxEnvironment(terminal.env);
  const client = {
    settings,
    baseUrl: identity.baseUrl,
    username: identity.user,
    environment: isTokenOnly ? { ...environment, password: undefined } : environment,
    cacheDir: given === undefined || given === "" ? undefined : resolve(terminal.cwd, given),
    askPassword: isTokenOnly ? undefined : (user: string) => askInstead(terminal, user, identity),
    onWarning: (warning: DataWarning) => showWarning(terminal, warning),
  };
  return { identity, client, keepSettings: unwritten?.keep ?? (async () => undefined) };
}

/** Ask for the password of who has no token, or one that the database refuses. */
async function askInstead(terminal: Terminal, user: string, identity: DatabaseIdentity): Promise<string | undefined> {
  if (identity.token !== undefined && user === identity.user && canAsk(terminal)) {
    const where = identity.token === "environment" ? "ALYX_TOKEN" : "the settings";
    remark(terminal, `one: the token of "${user}" in ${where} is refused`);
  }
  return await askPassword(terminal, user, identity.baseUrl);
}

/** Ask for a password; `undefined` if nobody is there to answer. */
export async function askPassword(terminal: Terminal, user: string, baseUrl: string): Promise<string | undefined> {
  const prompts = await openPrompts(terminal, "nothing has changed.");
  return await prompts?.password(`Password of "${user}" for ${baseUrl}`);
}
