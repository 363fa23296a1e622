import { type JsonValue } from "@neurophys/alf";
import { encodeJson } from "@neurophys/alf/text";
import { SettingsFileError, SettingsValueError } from "./errors.ts";
import { revealSecrets, type SettingsRecord, wrapSecrets } from "./setting-value.ts";
import { type SettingsStorage } from "./settings-context.ts";

/** Name of the file that says which databases there are and where their files lie. */
export const CACHES_FILE = ".caches";
/** Name of the file with settings of other ways to reach files. */
export const REMOTE_FILE = ".remote";

/**
 * Name of the file with the settings of one database.
 *
 * @param key - Key of the database, from `keyFromUrl`.
 * @throws {@link SettingsValueError} for a key whose file would be another one of ours, or no file.
 */
export function clientFile(key: string): string {
  const name = `.${key}`;
  if (/^\.*$/.test(key) || name === CACHES_FILE || name === REMOTE_FILE) {
    throw new SettingsValueError("ALYX_URL", "a URL whose host can name a settings file");
  }
  return name;
}

/**
 * Read a settings file as it is.
 *
 * @returns `undefined` if there is none.
 * @throws {@link SettingsFileError} if it holds no JSON object.
 */
export async function readJsonObject(
  storage: SettingsStorage,
  name: string,
): Promise<Readonly<Record<string, JsonValue>> | undefined> {
  const text = await storage.read(name);
  if (text === undefined) return undefined;
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch {
    // Without the cause: the engine's error repeats a piece of the text.
    throw new SettingsFileError(name, storage.location, "JSON");
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, JsonValue>;
  throw new SettingsFileError(name, storage.location, "a JSON object");
}

/** Read a settings file, with what is private in it wrapped. As {@link readJsonObject} otherwise. */
export async function readSettings(storage: SettingsStorage, name: string): Promise<SettingsRecord | undefined> {
  const json = await readJsonObject(storage, name);
  return json === undefined ? undefined : (wrapSecrets(json) as SettingsRecord);
}

/** Change settings by what they are: nobody of this package changes them between reading and writing. */
export async function changeAlone<T>(
  storage: SettingsStorage,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return storage.alone === undefined ? await work() : await storage.alone(work, signal);
}

/** Write a settings file as Python does: four spaces a level, ASCII only. All but the caches file is private. */
export async function writeSettings(storage: SettingsStorage, name: string, settings: SettingsRecord): Promise<void> {
  const text = new TextDecoder().decode(encodeJson(revealSecrets(settings), { indent: 4 }));
  await storage.write(name, text, { isPrivate: name !== CACHES_FILE });
}
