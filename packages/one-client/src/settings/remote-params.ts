import { RemoteParamsMissingError, SettingsValueError } from "./errors.ts";
import { isSettings, type SettingsRecord, type SettingValue } from "./setting-value.ts";
import { type SettingsContext } from "./settings-context.ts";
import { REMOTE_FILE, readSettings, writeSettings } from "./settings-file.ts";

/**
 * Settings of other ways to reach files.
 *
 * @param path - Dotted, e.g. `"globus.default"`; all of them without.
 * @returns `undefined` if there are none.
 * @see Source: `load_client_params(assert_present=False)` in ONE, `one/remote/base.py`.
 */
export async function findRemoteParams(context: SettingsContext, path = ""): Promise<SettingValue | undefined> {
  let found: SettingValue | undefined = await readSettings(context.storage, REMOTE_FILE);
  for (const name of path === "" ? [] : path.split(".")) {
    found = isSettings(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

/**
 * Settings of other ways to reach files, which must be there; see {@link findRemoteParams}.
 *
 * @throws {@link RemoteParamsMissingError} if there are none.
 * @see Source: `load_client_params` in ONE, `one/remote/base.py`.
 */
export async function getRemoteParams(context: SettingsContext, path = ""): Promise<SettingValue> {
  const found = await findRemoteParams(context, path);
  if (found === undefined) throw new RemoteParamsMissingError(path, context.storage.location);
  return found;
}

/**
 * Write the settings of all other ways to reach files.
 *
 * @param params - By protocol, e.g. `{ globus: { default: { … } } }`.
 * @throws {@link SettingsValueError} if a protocol's are not an object.
 * @see Source: `save_client_params` in ONE, `one/remote/base.py`.
 */
export async function saveAllRemoteParams(context: SettingsContext, params: SettingsRecord): Promise<void> {
  const wrong = Object.keys(params).find((protocol) => !isSettings(params[protocol]));
  if (wrong !== undefined) throw new SettingsValueError(wrong, "an object of settings for every protocol");
  await writeSettings(context.storage, REMOTE_FILE, params);
}

/**
 * Write the settings of one way to reach files; the others stay.
 *
 * @param protocol - Name at the top of the file, e.g. `"globus"`.
 * @see Source: `save_client_params(client_key=…)` in ONE, `one/remote/base.py`.
 */
export async function saveRemoteParams(
  context: SettingsContext,
  protocol: string,
  params: SettingsRecord,
): Promise<void> {
  const others = (await readSettings(context.storage, REMOTE_FILE)) ?? {};
  await saveAllRemoteParams(context, { ...others, [protocol]: params });
}
