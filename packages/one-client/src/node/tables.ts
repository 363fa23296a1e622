export type { FindOptions, IndexProgress } from "./tables-find.ts";
export { TablesFolder } from "./tables-folder.ts";
export { folderNamespace, uuid3Maker } from "./tables-ids.ts";
export { type IndexedFolder, type IndexFolderOptions, indexFolder } from "./tables-index-folder.ts";
export { type LoadTablesFromOptions, loadTablesFrom } from "./tables-load.ts";
export { LOCK_FILE, type LockOptions, lockTables, type TablesLock } from "./tables-lock.ts";
export {
  planRemoval,
  type RemovalOptions,
  type RemovalPlan,
  removeMissingDatasets,
  removeTableFiles,
} from "./tables-remove.ts";
export { type SaveTablesOptions, type SaveTablesResult, saveTables } from "./tables-save.ts";
export { type WriteTablesOptions, writeTables } from "./tables-write.ts";
