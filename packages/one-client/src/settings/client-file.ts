import { keyFromUrl } from "../alyx/key-from-url.ts";
import { type ClientParams, clientParams } from "./client-params.ts";
import { type SettingsContext } from "./settings-context.ts";
import { clientFile, readSettings, writeSettings } from "./settings-file.ts";

/**
 * What the file of a database holds.
 *
 * @returns `undefined` if there is no such file.
 * @throws SettingsFileError if it cannot be read as one.
 */
export async function readClientParams({ storage }: SettingsContext, key: string): Promise<ClientParams | undefined> {
  const file = clientFile(key);
  const settings = await readSettings(storage, file);
  return settings === undefined ? undefined : clientParams(settings, file, storage.location);
}

/**
 * Write the settings of a database; the folder of its files (`CACHE_DIR`) is not among them.
 *
 * @param client - URL or key; by default the database that the settings name.
 * @see Source: `save` in ONE, `one/params.py`. Written atomically, and readable for the owner of the account alone.
 */
export async function saveParams(
  context: SettingsContext,
  params: ClientParams,
  client: string = params.ALYX_URL,
): Promise<void> {
  const kept = Object.entries(params).filter(([name]) => !name.includes("CACHE_DIR"));
  await writeSettings(context.storage, clientFile(keyFromUrl(client)), Object.fromEntries(kept));
}
