import { DataError, type ErrorGuard, errorGuard } from "@neurophys/alf";

/** A file of settings cannot be read or written, is no JSON, or lacks what every such file has. Its content is never repeated: it may be secret. */
export class SettingsFileError extends DataError {
  override readonly name = "SettingsFileError";
  readonly code = "settings/invalid-file";
  /** Name of the file, e.g. `".caches"`. */
  readonly file: string;
  /** Where the files are: a folder, or the name of a storage. */
  readonly location: string;

  constructor(file: string, location: string, expected: string, options?: ErrorOptions) {
    super(`Unusable settings file "${file}" in ${location} (expected ${expected})`, options);
    this.file = file;
    this.location = location;
  }
}

/** A setting cannot have a value. Python: `ValueError`. */
export class SettingsValueError extends DataError {
  override readonly name = "SettingsValueError";
  readonly code = "settings/invalid-value";
  /** Name of the setting, e.g. `"ALYX_URL"`. */
  readonly setting: string;

  constructor(setting: string, expected: string, options?: ErrorOptions) {
    super(`Unusable ${setting} (expected ${expected})`, options);
    this.setting = setting;
  }
}

/** There are no settings for a database. Python: `KeyError`. */
export class UnknownClientError extends DataError {
  override readonly name = "UnknownClientError";
  readonly code = "settings/unknown-client";
  /** Key that was asked for. */
  readonly key: string;
  /** Keys that there are. */
  readonly known: readonly string[];

  constructor(key: string, known: readonly string[], options?: ErrorOptions) {
    const names = known.length === 0 ? "a database that was set up; none is" : `one of ${known.join(", ")}`;
    super(`No settings for "${key}" (expected ${names})`, options);
    this.key = key;
    this.known = known;
  }
}

/** A folder is the cache of another database already. Python: `AssertionError`. */
export class CacheConflictError extends DataError {
  override readonly name = "CacheConflictError";
  readonly code = "settings/cache-conflict";
  /** The folder, as it was given. */
  readonly cacheDir: string;
  /** Key of the database whose cache it is. */
  readonly client: string;

  constructor(cacheDir: string, client: string, options?: ErrorOptions) {
    super(`${cacheDir} is the cache of "${client}" (expected a folder of its own for each database)`, options);
    this.cacheDir = cacheDir;
    this.client = client;
  }
}

/** There are no settings of a way to reach files. Python: `FileNotFoundError` or `AttributeError`. */
export class RemoteParamsMissingError extends DataError {
  override readonly name = "RemoteParamsMissingError";
  readonly code = "settings/remote-missing";
  /** Dotted path that was asked for, e.g. `"globus.default"`. */
  readonly path: string;

  constructor(path: string, location: string, options?: ErrorOptions) {
    super(`No settings "${path}" in the file ".remote" of ${location}`, options);
    this.path = path;
  }
}

/** Every error that the settings throw on purpose. */
export type SettingsError =
  | SettingsFileError
  | SettingsValueError
  | UnknownClientError
  | CacheConflictError
  | RemoteParamsMissingError;

/** True for errors of settings; with codes, only for those: `isSettingsError(e, "settings/unknown-client")`. */
export const isSettingsError: ErrorGuard<SettingsError> = errorGuard<SettingsError>("settings/");
