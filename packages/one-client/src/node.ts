export { type OpenAlyxOptions, type OpenedAlyx, openAlyxClient } from "./node/alyx-client.ts";
export type { FileDownloads, FilesSummary } from "./node/fetch-files.ts";
export { type OpenOneOptions, openOne, type SetupOptions, setup } from "./node/one.ts";
export { type OpenOneAlyxOptions, openOneAlyx } from "./node/one-alyx.ts";
export { ONE, type OneFactoryOptions, type SetupOneAlyxOptions, setupOneAlyx } from "./node/one-factory.ts";
export { restCacheFolder } from "./node/rest-cache-folder.ts";
export { getParamsDir, type NodeSettingsOptions, nodeSettings } from "./node/settings.ts";
export { type AlyxEnvironment, alyxEnvironment } from "./node/settings-environment.ts";
export { settingsFolder } from "./node/settings-folder.ts";
export {
  type FindOptions,
  folderNamespace,
  type IndexedFolder,
  type IndexFolderOptions,
  type IndexProgress,
  indexFolder,
  LOCK_FILE,
  type LoadTablesFromOptions,
  type LockOptions,
  loadTablesFrom,
  lockTables,
  planRemoval,
  type RemovalOptions,
  type RemovalPlan,
  removeMissingDatasets,
  removeTableFiles,
  type SaveTablesOptions,
  type SaveTablesResult,
  saveTables,
  TablesFolder,
  type TablesLock,
  uuid3Maker,
  type WriteTablesOptions,
  writeTables,
} from "./node/tables.ts";
