import { keyFromUrl } from "../alyx/key-from-url.ts";
import { type ClientParams, DEFAULT_PARAMS } from "./client-params.ts";
import { CacheConflictError, SettingsFileError, UnknownClientError } from "./errors.ts";
import { paramUrl } from "./param-url.ts";
import { type SettingsContext } from "./settings-context.ts";
import { CACHES_FILE, readJsonObject, writeSettings } from "./settings-file.ts";

/** Which databases there are. */
export interface CachesMap {
  /** Folder of the files of each database, by its key. */
  readonly CLIENT_MAP: Readonly<Record<string, string>>;
  /** Key of the database that is meant where none is named; `undefined` before the first setup. */
  readonly DEFAULT?: string | undefined;
}

/**
 * The databases that were set up.
 *
 * @returns `undefined` if none ever was.
 * @throws {@link SettingsFileError} if the file cannot be read as one.
 * @see Source: the file `.caches` of ONE, `one/params.py`.
 */
export async function getCaches({ storage }: SettingsContext): Promise<CachesMap | undefined> {
  const settings = await readJsonObject(storage, CACHES_FILE);
  if (settings === undefined || Object.keys(settings).length === 0) return undefined;
  const { CLIENT_MAP: map, DEFAULT: key } = settings;
  const isMap = typeof map === "object" && map !== null && !Array.isArray(map);
  if (isMap && Object.values(map).every((folder) => typeof folder === "string")) {
    const folders = map as Readonly<Record<string, string>>;
    return { CLIENT_MAP: folders, ...(typeof key === "string" ? { DEFAULT: key } : {}) };
  }
  throw new SettingsFileError(CACHES_FILE, storage.location, "CLIENT_MAP with a folder for each key");
}

/** The folder of one database; `undefined` if it was not set up. */
export function folderOf(caches: CachesMap | undefined, key: string): string | undefined {
  const map = caches?.CLIENT_MAP ?? {};
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Write the map of databases. */
export async function saveCaches({ storage }: SettingsContext, caches: CachesMap): Promise<void> {
  await writeSettings(storage, CACHES_FILE, { CLIENT_MAP: caches.CLIENT_MAP, DEFAULT: caches.DEFAULT });
}

/**
 * Key of a database: the one named, else the default one, else the public one.
 *
 * @param client - URL or key.
 */
export function clientKey(caches: CachesMap | undefined, client: string | undefined): string {
  return client === undefined ? (caches?.DEFAULT ?? keyFromUrl(DEFAULT_PARAMS.ALYX_URL)) : keyFromUrl(client);
}

/** True for the URL or key of the public database. */
export function isPublicDatabase(client: string): boolean {
  return keyFromUrl(client) === keyFromUrl(DEFAULT_PARAMS.ALYX_URL);
}

/** Whether files of a database would be looked for at the server of another, the public one. */
export function isForeignServer({
  ALYX_URL: database,
  HTTP_DATA_SERVER: server,
}: Pick<ClientParams, "ALYX_URL" | "HTTP_DATA_SERVER">): boolean {
  return server === DEFAULT_PARAMS.HTTP_DATA_SERVER && !isPublicDatabase(database);
}

/** Address of a database that has no settings yet, out of its URL or key. */
export function clientUrl(client: string | undefined): string {
  return client === undefined ? DEFAULT_PARAMS.ALYX_URL : paramUrl("ALYX_URL", client);
}

/**
 * Key of the default database; `undefined` if there is none.
 *
 * @see Source: `get_default_client(include_schema=False)` in ONE, `one/params.py`; `getDefaultUrl` is the other one.
 */
export async function getDefaultClient(context: SettingsContext): Promise<string | undefined> {
  return (await getCaches(context))?.DEFAULT;
}

/**
 * Folder for the files of a database; made if it is not there.
 *
 * @param client - URL or key; the default database without.
 * @returns The root of all folders if no database was set up.
 * @throws {@link UnknownClientError} if this one was not.
 * @see Source: `get_cache_dir` in ONE, `one/params.py`; no difference.
 */
export async function getCacheDir(context: SettingsContext, client?: string): Promise<string> {
  const caches = await getCaches(context);
  const key = clientKey(caches, client);
  const folder = caches === undefined ? context.folders.defaultRoot : folderOf(caches, key);
  if (folder === undefined) throw new UnknownClientError(key, Object.keys(caches?.CLIENT_MAP ?? {}));
  await context.folders.create(folder);
  return folder;
}

/** Key of another database that has a folder as its cache; `undefined` if none has. */
export function cacheOwner(
  { folders }: Pick<SettingsContext, "folders">,
  caches: CachesMap | undefined,
  { cacheDir, but }: { readonly cacheDir: string; readonly but?: string | undefined },
): string | undefined {
  const wanted = folders.resolve(cacheDir);
  const entries = Object.entries(caches?.CLIENT_MAP ?? {});
  return entries.find(([key, folder]) => key !== but && folders.resolve(folder) === wanted)?.[0];
}

/**
 * Make sure that a folder is the cache of no database.
 *
 * @throws {@link CacheConflictError} if it is one's.
 * @see Source: `check_cache_conflict` in ONE, `one/params.py`. There two ways to write one folder are two folders.
 */
export async function checkCacheConflict(context: SettingsContext, cacheDir: string): Promise<void> {
  const owner = cacheOwner(context, await getCaches(context), { cacheDir });
  if (owner !== undefined) throw new CacheConflictError(cacheDir, owner);
}
