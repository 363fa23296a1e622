import { settingsTokens } from "../alyx/client/token-store.ts";
import { keyFromUrl } from "../alyx/key-from-url.ts";
import { type AlyxEnvironment, alyxEnvironment, environmentFor } from "../node/settings-environment.ts";
import { clientKey, clientUrl, folderOf, getCaches, isPublicDatabase } from "../settings/caches.ts";
import { readClientParams } from "../settings/client-file.ts";
import { DEFAULT_PARAMS } from "../settings/client-params.ts";
import { paramUrl } from "../settings/param-url.ts";
import { type Secret } from "../settings/secret.ts";
import { type SettingsContext } from "../settings/settings-context.ts";
import { type Terminal } from "./terminal.ts";

/** Options of every command that speaks to a database. */
export interface DatabaseOptions {
  /** `--base-url`: address of the database; the environment's, else the default one of the settings. */
  readonly baseUrl?: string | undefined;
  /** `--username`: who logs in; the environment's, else the one in the settings. */
  readonly username?: string | undefined;
  /** `--cache-dir`: folder of the files, in whose `.rest` answers are kept; the one in the settings. */
  readonly cacheDir?: string | undefined;
}

/** Which database a command means and as whom, found without asking it and without writing anything. */
export interface DatabaseIdentity {
  /** Address of the database. */
  readonly baseUrl: string;
  /** Who logs in; `undefined` if nobody is named. */
  readonly user: string | undefined;
  /** Where the token of that user comes from; `undefined` if none is known. */
  readonly token: "environment" | "settings" | undefined;
  /** Password of that user in the environment. */
  readonly password: Secret | undefined;
  /** Folder of the files; `undefined` for a database without settings. */
  readonly cacheDir: string | undefined;
  /** What the environment says, as far as it is for this database. */
  readonly environment: AlyxEnvironment;
}

/**
 * Find out which database a command means, and as whom.
 *
 * @throws SettingsFileError if the settings cannot be read; SettingsValueError if the address is none.
 */
export async function databaseIdentity(
  terminal: Pick<Terminal, "env">,
  settings: SettingsContext,
  options: DatabaseOptions,
): Promise<DatabaseIdentity> {
  const everything = alyxEnvironment(terminal.env);
  const client = options.baseUrl ?? everything.baseUrl;
  const caches = await getCaches(settings);
  const known = await readClientParams(settings, clientKey(caches, client));
  const named = client?.includes("://") ? client : (known?.ALYX_URL ?? clientUrl(client ?? caches?.DEFAULT));
  const option = options.baseUrl === undefined ? "ALYX_BASE_URL" : "--base-url";
  const baseUrl = paramUrl(client?.includes("://") ? option : "ALYX_URL", named);
  const environment = environmentFor(everything, baseUrl);
  const usual = known === undefined && isPublicDatabase(baseUrl) ? DEFAULT_PARAMS.ALYX_LOGIN : known?.ALYX_LOGIN;
  const user = options.username ?? environment.username ?? usual ?? undefined;
  const isGivenUser = environment.username === undefined || environment.username === user;
  const kept = user === undefined ? undefined : await settingsTokens(settings, baseUrl).token(user);
  const given = isGivenUser && environment.token !== undefined;
  return {
    baseUrl,
    user,
    token: given ? "environment" : kept === undefined ? undefined : "settings",
    password: isGivenUser ? environment.password : undefined,
    cacheDir: folderOf(caches, keyFromUrl(baseUrl)),
    environment,
  };
}
