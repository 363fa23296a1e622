import { SettingsFileError } from "./errors.ts";
import { Secret } from "./secret.ts";
import { isSettings, type SettingsRecord, type SettingValue } from "./setting-value.ts";

/**
 * Settings of one database, under the names they have in the file. Other names that a file holds are kept.
 */
export interface ClientParams {
  /** Address of the database. */
  readonly ALYX_URL: string;
  /** User who is logged in where none is named. */
  readonly ALYX_LOGIN: string | null;
  /** Address that paths of files are appended to. */
  readonly HTTP_DATA_SERVER: string | null;
  /** User of that server; null if it wants none. */
  readonly HTTP_DATA_SERVER_LOGIN: string | null;
  /** Password of that user. */
  readonly HTTP_DATA_SERVER_PWD: Secret | null;
  /** Password of the database. Only there if someone put it there by hand. */
  readonly ALYX_PWD?: Secret | null | undefined;
  /** Tokens by user: `{ user: { token } }`. */
  readonly TOKEN?: SettingsRecord | undefined;
  readonly [name: string]: SettingValue | undefined;
}

/** Settings of one database with the folder of its files, which is kept elsewhere. */
export interface LoadedParams extends ClientParams {
  /** Folder of the files. */
  readonly CACHE_DIR: string;
}

/** The public database of the International Brain Laboratory. */
export const DEFAULT_PARAMS: ClientParams = Object.freeze({
  ALYX_URL: "https://openalyx.internationalbrainlab.org",
  ALYX_LOGIN: "intbrainlab",
  HTTP_DATA_SERVER: "https://ibl.flatironinstitute.org/public",
  HTTP_DATA_SERVER_LOGIN: null,
  HTTP_DATA_SERVER_PWD: null,
});

/** The names that every file has, in the order of the file. */
export const STANDARD_NAMES = [
  "ALYX_URL",
  "ALYX_LOGIN",
  "HTTP_DATA_SERVER",
  "HTTP_DATA_SERVER_LOGIN",
  "HTTP_DATA_SERVER_PWD",
] as const;

/** Name of one setting that every file has. */
export type StandardName = (typeof STANDARD_NAMES)[number];

const textOrNull = (value: SettingValue | undefined): string | null => (typeof value === "string" ? value : null);
const secretOrNull = (value: SettingValue | undefined): Secret | null => (value instanceof Secret ? value : null);

/**
 * Settings of a database out of what its file holds. Names that are missing get null, unknown ones stay.
 *
 * @throws {@link SettingsFileError} without `ALYX_URL`.
 */
export function clientParams(settings: SettingsRecord, file: string, location: string): ClientParams {
  const url = settings["ALYX_URL"];
  if (typeof url !== "string") throw new SettingsFileError(file, location, "a text under ALYX_URL");
  const { TOKEN: tokens, ALYX_PWD: password, ...rest } = settings;
  return {
    ...rest,
    ALYX_URL: url,
    ALYX_LOGIN: textOrNull(settings["ALYX_LOGIN"]),
    HTTP_DATA_SERVER: textOrNull(settings["HTTP_DATA_SERVER"]),
    HTTP_DATA_SERVER_LOGIN: textOrNull(settings["HTTP_DATA_SERVER_LOGIN"]),
    HTTP_DATA_SERVER_PWD: secretOrNull(settings["HTTP_DATA_SERVER_PWD"]),
    ...(password === undefined ? {} : { ALYX_PWD: secretOrNull(password) }),
    ...(isSettings(tokens) ? { TOKEN: tokens } : {}),
  };
}

/** Only the names that every file has: no tokens, no password of the database. */
export function standardParams(params: ClientParams): ClientParams {
  return {
    ALYX_URL: params.ALYX_URL,
    ALYX_LOGIN: params.ALYX_LOGIN,
    HTTP_DATA_SERVER: params.HTTP_DATA_SERVER,
    HTTP_DATA_SERVER_LOGIN: params.HTTP_DATA_SERVER_LOGIN,
    HTTP_DATA_SERVER_PWD: params.HTTP_DATA_SERVER_PWD,
  };
}

/** The token kept for a user; `undefined` if there is none. */
export function tokenOf(params: ClientParams, user: string): Secret | undefined {
  const tokens = params.TOKEN;
  const entry = tokens !== undefined && Object.hasOwn(tokens, user) ? tokens[user] : undefined;
  const token = isSettings(entry) ? entry["token"] : undefined;
  return token instanceof Secret ? token : undefined;
}

/**
 * The same settings with another token for a user.
 *
 * @param token - `undefined` removes it; `TOKEN` goes when the last one does.
 */
export function withToken(params: ClientParams, user: string, token: Secret | undefined): ClientParams {
  const { TOKEN: tokens, ...rest } = params;
  const { [user]: _old, ...others } = tokens ?? {};
  const kept = token === undefined ? others : { ...others, [user]: { token } };
  return (Object.keys(kept).length === 0 ? rest : { ...rest, TOKEN: kept }) as ClientParams;
}
