import { keyFromUrl } from "../alyx/key-from-url.ts";
import {
  type CachesMap,
  cacheOwner,
  clientKey,
  clientUrl,
  folderOf,
  getCaches,
  isPublicDatabase,
  saveCaches,
} from "./caches.ts";
import { readClientParams, saveParams } from "./client-file.ts";
import { type ClientParams, DEFAULT_PARAMS, standardParams } from "./client-params.ts";
import { paramUrl } from "./param-url.ts";
import { type SettingsContext } from "./settings-context.ts";
import { changeAlone } from "./settings-file.ts";

/** How a database is set up. */
export interface SetupSettingsOptions {
  /** URL or key of the database; the default one without. */
  readonly client?: string | undefined;
  /** Make it the default one. Without, it becomes that if there is none; in a dialogue it is asked. */
  readonly makeDefault?: boolean | undefined;
  /** Who logs in. */
  readonly username?: string | undefined;
  /** Address of the server of its files. Default: the one it has, else that of the public database. */
  readonly dataServer?: string | undefined;
  /** Folder of its files. Default: the one it has, else one under the root of all. */
  readonly cacheDir?: string | undefined;
}

/** What a setup leads to, before anything is written. */
export interface SetupPlan {
  /** Settings to write. */
  readonly params: ClientParams;
  /** Folder of the files, to be made. */
  readonly cacheDir: string;
  /** Whether tokens that were kept stay: those that the file has when it is written. */
  readonly keepsTokens: boolean;
  /** Whether the database becomes the default one; it does anyway if there is none. */
  readonly makeDefault: boolean;
}

/**
 * Do what a plan says: make the folder, write the settings and the map.
 *
 * @returns The map as it is now.
 */
export async function applySetup(context: SettingsContext, plan: SetupPlan): Promise<CachesMap> {
  await context.folders.create(plan.cacheDir);
  const key = keyFromUrl(plan.params.ALYX_URL);
  return await changeAlone(context.storage, async () => {
    // Somebody may have logged in since the settings were read: questions take their time.
    const { TOKEN } = (plan.keepsTokens ? await readClientParams(context, key) : undefined) ?? {};
    await saveParams(context, TOKEN === undefined ? plan.params : { ...plan.params, TOKEN });
    // The map is read as late as can be: another program may have set up a database meanwhile.
    const caches = await getCaches(context);
    const next = {
      CLIENT_MAP: { ...caches?.CLIENT_MAP, [key]: plan.cacheDir },
      DEFAULT: plan.makeDefault ? key : (caches?.DEFAULT ?? key),
    };
    await saveCaches(context, next);
    return next;
  });
}

/** Settings with what the caller names. @throws SettingsValueError if the data server is no address. */
export function withGiven(
  params: ClientParams,
  { username, dataServer }: Pick<SetupSettingsOptions, "username" | "dataServer">,
): ClientParams {
  const user = username === undefined ? {} : { ALYX_LOGIN: username };
  const server = dataServer === undefined ? {} : { HTTP_DATA_SERVER: paramUrl("HTTP_DATA_SERVER", dataServer) };
  return { ...params, ...user, ...server };
}

/**
 * Set up a database without asking anything.
 *
 * The public one gets its standard settings; another one keeps those it has, but for tokens and its password.
 *
 * @returns The map of databases.
 * @throws SettingsValueError if `client` is no address.
 * @see Source: `setup(silent=True)` in ONE, `one/params.py`.
 */
export async function setupSilently(context: SettingsContext, options: SetupSettingsOptions = {}): Promise<CachesMap> {
  const caches = await getCaches(context);
  const key = clientKey(caches, options.client);
  const known = isPublicDatabase(key) ? DEFAULT_PARAMS : await readClientParams(context, key);
  const found =
    known === undefined
      ? { ...DEFAULT_PARAMS, ALYX_URL: clientUrl(options.client ?? caches?.DEFAULT) }
      : standardParams(known);
  const params = withGiven(found, options);
  const cacheDir = options.cacheDir ?? folderOf(caches, key) ?? context.folders.defaultFor(key);
  const owner = cacheOwner(context, caches, { cacheDir, but: key });
  if (owner !== undefined) {
    const message = `${cacheDir} is the cache of "${owner}" too: files of the two databases may be taken for each other`;
    context.onWarning?.({ code: "settings/cache-conflict", category: "UserWarning", message });
  }
  return await applySetup(context, {
    params,
    cacheDir,
    keepsTokens: false,
    makeDefault: options.makeDefault ?? false,
  });
}
