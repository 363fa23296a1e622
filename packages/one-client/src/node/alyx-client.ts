import { join } from "node:path";
import { ONE_API_VERSION } from "../alyx/api-version.ts";
import { type AlyxClient } from "../alyx/client/alyx-client.ts";
import { type AlyxClientOptions } from "../alyx/client/client-parts.ts";
import { createAlyxClient } from "../alyx/client/create-alyx-client.ts";
import { settingsTokens } from "../alyx/client/token-store.ts";
import { keyFromUrl } from "../alyx/key-from-url.ts";
import { readClientParams } from "../settings/client-file.ts";
import { getParams } from "../settings/params.ts";
import { type SettingsContext } from "../settings/settings-context.ts";
import { restCacheFolder } from "./rest-cache-folder.ts";
import { nodeSettings } from "./settings.ts";
import { type AlyxEnvironment, alyxEnvironment, environmentFor } from "./settings-environment.ts";

/** How a database is opened. */
export interface OpenAlyxOptions
  extends Partial<Omit<AlyxClientOptions, "tokens" | "dataServer" | "cache" | "apiVersion">> {
  /** Where settings are. By default those of this machine, which Python's ONE uses too. */
  readonly settings?: SettingsContext | undefined;
  /** What the environment says. By default that of the process. */
  readonly environment?: AlyxEnvironment | undefined;
  /** Folder of the files, in whose `.rest` answers are kept. By default the one in the settings. */
  readonly cacheDir?: string | undefined;
  /** Which answers are kept; null for none. Default `"GET"`. */
  readonly cacheMode?: "GET" | "*" | null | undefined;
}

/** A client, and the folder of the files of its database. */
export interface OpenedAlyx {
  /** The client. */
  readonly alyx: AlyxClient;
  /** Folder of the files. */
  readonly cacheDir: string;
}

/**
 * A client of a database with the settings of this machine: its address, user and tokens, and a folder for answers.
 *
 * A database that has no settings yet is set up with defaults; nothing is asked. Reads the environment:
 * `ALYX_BASE_URL`, `ALYX_USER`, `ALYX_TOKEN`, `ALYX_PASSWORD`, each where no option says otherwise.
 *
 * @throws errors of the settings if they cannot be read.
 * @see Source: `AlyxClient.__init__` in ONE, `one/webclient.py`.
 *
 * @example
 * ```ts
 * const { alyx } = await openAlyxClient({ baseUrl: "https://alyx.lab.org" });
 * const sessions = await alyx.list("sessions", { subject: "SW01" });
 * ```
 */
export async function openAlyxClient(options: OpenAlyxOptions = {}): Promise<OpenedAlyx> {
  const settings = options.settings ?? nodeSettings({ onWarning: options.onWarning });
  const environment = options.environment ?? alyxEnvironment();
  const client = options.baseUrl ?? environment.baseUrl;
  const params = await getParams(settings, { client, username: options.username });
  // The settings of one key may name another scheme than the caller does.
  const baseUrl = client?.includes("://") ? client : params.ALYX_URL;
  const stored = await readClientParams(settings, keyFromUrl(baseUrl));
  const given = environmentFor(environment, baseUrl);
  const username = options.username ?? given.username ?? stored?.ALYX_LOGIN ?? undefined;
  const isGivenUser = given.username === undefined || given.username === username;
  const cacheDir = options.cacheDir ?? params.CACHE_DIR;
  const alyx = createAlyxClient({
    ...options,
    baseUrl,
    username,
    token: options.token ?? (isGivenUser ? given.token : undefined),
    password: options.password ?? (isGivenUser ? given.password : undefined),
    tokens: settingsTokens(settings, baseUrl),
    dataServer: params,
    apiVersion: ONE_API_VERSION,
    cache: {
      storage: restCacheFolder(join(cacheDir, ".rest")),
      mode: options.cacheMode,
      sharedUser: stored?.ALYX_LOGIN,
    },
  });
  return { alyx, cacheDir };
}
