import { type One } from "../one.ts";
import { type OneAlyx } from "../one-alyx/one-alyx.ts";
import { cacheOwner, getCaches } from "../settings/caches.ts";
import { setupSilently } from "../settings/setup-silently.ts";
import { type OpenOneOptions, openOne } from "./one.ts";
import { type OpenOneAlyxOptions, openOneAlyx } from "./one-alyx.ts";
import { nodeSettings } from "./settings.ts";

/** What decides between a folder and a database, and how either is opened. */
export interface OneFactoryOptions extends OpenOneAlyxOptions {
  /** Folder of the files. Alone, and if it is no database's, it is opened by its tables. */
  readonly cacheDir?: string | undefined;
}

/**
 * Open a folder, or a database: a database if an address, user, password or token is given, if no folder is, or if the
 * folder is the one that a database of the settings downloads to.
 *
 * @returns A `One` for a folder, a `OneAlyx` for a database: `instanceof` is not needed, `offline` tells.
 * @throws as `openOne` and `openOneAlyx`.
 * @see Source: `ONE` in ONE, `one/api.py`. There a folder of another database than the usual one is opened with the usual
 *   one, and what was made last is given again for equal arguments.
 */
export async function ONE(options: OneFactoryOptions = {}): Promise<One> {
  const { cacheDir } = options;
  const isDatabase = ["baseUrl", "username", "password", "token"].some((name) => name in options);
  if (isDatabase || !cacheDir) return openOneAlyx(options);
  const settings = options.settings ?? nodeSettings({ onWarning: options.onWarning });
  const caches = await getCaches(settings);
  const owner = cacheOwner(settings, caches, { cacheDir });
  if (owner !== undefined) return openOneAlyx({ ...options, settings, baseUrl: owner });
  return openOne(cacheDir, options as OpenOneOptions);
}

/** How a database is set up and opened. */
export interface SetupOneAlyxOptions extends OpenOneAlyxOptions {
  /** Whether it becomes the one that is opened where none is named. Default: only if there is none yet. */
  readonly makeDefault?: boolean | undefined;
}

/**
 * Write the settings of a database, and open it. Nothing is asked: the command `one setup` asks.
 *
 * @throws errors of the settings if they cannot be written, and as `openOneAlyx`.
 * @see Source: `OneAlyx.setup` in ONE, `one/api.py`, with `silent=True`.
 */
export async function setupOneAlyx(options: SetupOneAlyxOptions = {}): Promise<OneAlyx> {
  const { makeDefault, baseUrl, username, cacheDir } = options;
  const settings = options.settings ?? nodeSettings({ onWarning: options.onWarning });
  await setupSilently(settings, { client: baseUrl, username, cacheDir, makeDefault });
  return openOneAlyx({ ...options, settings });
}
