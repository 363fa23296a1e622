import { keyFromUrl } from "../alyx/key-from-url.ts";
import { clientKey, folderOf, getCaches, saveCaches } from "./caches.ts";
import { readClientParams, saveParams } from "./client-file.ts";
import { type ClientParams, DEFAULT_PARAMS, type LoadedParams } from "./client-params.ts";
import { SettingsFileError } from "./errors.ts";
import { type SettingsContext } from "./settings-context.ts";
import { changeAlone, clientFile } from "./settings-file.ts";
import { setupSilently } from "./setup-silently.ts";

/** Which settings to read. */
export interface GetParamsOptions {
  /** URL or key of the database; the default one without. */
  readonly client?: string | undefined;
  /** Stands for `ALYX_LOGIN` in what is returned. Saved only where the database is set up by this. */
  readonly username?: string | undefined;
}

/** The public database's data server moved once; settings from before name the old one. */
async function withMovedServer(context: SettingsContext, params: ClientParams): Promise<ClientParams> {
  const isPublic = params.ALYX_URL.includes("openalyx");
  if (!isPublic || params.HTTP_DATA_SERVER?.includes("public")) return params;
  const moved = { ...params, HTTP_DATA_SERVER: DEFAULT_PARAMS.HTTP_DATA_SERVER };
  await saveParams(context, moved, params.ALYX_URL);
  return moved;
}

/**
 * Settings of a database. One that is not known yet is set up with defaults; nothing is asked.
 *
 * @throws SettingsFileError if a file cannot be read as one.
 * @throws SettingsValueError if `client` is no address.
 * @see Source: `get` in ONE, `one/params.py`, with `silent=True`. A folder in the map without its file is set up again;
 *   there it is a `FileNotFoundError`.
 */
export async function getParams(context: SettingsContext, options: GetParamsOptions = {}): Promise<LoadedParams> {
  let caches = await getCaches(context);
  const key = clientKey(caches, options.client);
  let params = await readClientParams(context, key);
  if (params === undefined || folderOf(caches, key) === undefined) {
    caches = await setupSilently(context, options);
    params = await readClientParams(context, key);
  }
  const cacheDir = folderOf(caches, key);
  if (params === undefined || cacheDir === undefined) {
    throw new SettingsFileError(clientFile(key), context.storage.location, "the settings just written: they vanished");
  }
  await context.onRead?.(params.ALYX_URL, cacheDir);
  const moved = await withMovedServer(context, params);
  const login = options.username === undefined ? {} : { ALYX_LOGIN: options.username };
  return { ...moved, ...login, CACHE_DIR: cacheDir };
}

/**
 * Forget a database: its settings and its place in the map. The files of its cache stay.
 *
 * @returns False, and a warning, if it had no settings.
 * @see Source: `delete_params` in ONE, `one/params.py`; there the map still names it (defect O1).
 */
export async function deleteParams(context: SettingsContext, client: string): Promise<boolean> {
  const key = keyFromUrl(client);
  const wasThere = await changeAlone(context.storage, async () => {
    const isRemoved = await context.storage.remove(clientFile(key));
    const caches = await getCaches(context);
    if (caches === undefined || folderOf(caches, key) === undefined) return isRemoved;
    const { [key]: _gone, ...others } = caches.CLIENT_MAP;
    const next = caches.DEFAULT === key ? undefined : caches.DEFAULT;
    await saveCaches(context, { CLIENT_MAP: others, DEFAULT: next });
    return isRemoved;
  });
  if (!wasThere) {
    const message = `${client}: params file not found`;
    context.onWarning?.({ code: "settings/params-not-found", category: "UserWarning", message });
  }
  return wasThere;
}

/** Forget all databases. The files of their caches stay. */
export async function deleteAllParams(context: SettingsContext): Promise<void> {
  await context.storage.removeAll();
}

/**
 * Address of the default database; `undefined` if there is none.
 *
 * @see Source: `get_default_client` in ONE, `one/params.py`.
 */
export async function getDefaultUrl(context: SettingsContext): Promise<string | undefined> {
  const key = (await getCaches(context))?.DEFAULT;
  return key === undefined ? undefined : (await readClientParams(context, key))?.ALYX_URL;
}
