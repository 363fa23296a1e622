export {
  type CachesMap,
  checkCacheConflict,
  getCacheDir,
  getCaches,
  getDefaultClient,
} from "./caches.ts";
export { saveParams } from "./client-file.ts";
export { type ClientParams, DEFAULT_PARAMS, type LoadedParams } from "./client-params.ts";
export {
  CacheConflictError,
  isSettingsError,
  RemoteParamsMissingError,
  type SettingsError,
  SettingsFileError,
  SettingsValueError,
  UnknownClientError,
} from "./errors.ts";
export {
  deleteAllParams,
  deleteParams,
  type GetParamsOptions,
  getDefaultUrl,
  getParams,
} from "./params.ts";
export { findRemoteParams, getRemoteParams, saveAllRemoteParams, saveRemoteParams } from "./remote-params.ts";
export { Secret } from "./secret.ts";
export type { SettingsRecord, SettingValue } from "./setting-value.ts";
export type { CacheFolders, SettingsContext, SettingsStorage, SettingsWriteOptions } from "./settings-context.ts";
export { type SetupFacts, setupDialogue } from "./setup-dialogue.ts";
export type { Dialogue, SetupPrompt } from "./setup-prompt.ts";
export { setupSettings } from "./setup-settings.ts";
export { applySetup, type SetupPlan, type SetupSettingsOptions, setupSilently } from "./setup-silently.ts";
export { memorySettings, type WebSettingsOptions, type WebStorage, webSettings } from "./web-settings.ts";
