export type { CacheTable, TableMetadata } from "./cache-table.ts";
export { type CacheTables, defaultCache, emptyDatasets, emptySessions, withTable } from "./cache-tables.ts";
export { castIndex } from "./cast-index.ts";
export { type CellValue, columnValues } from "./column-values.ts";
export { type EncodeTableOptions, encodeTable } from "./encode-table.ts";
export {
  DuplicateSessionError,
  FolderMissingError,
  LabConflictError,
  NoTablesError,
  TableColumnsError,
  type TableError,
  TableIndexError,
  TableLockError,
  TableValueError,
  TableWriteError,
  UnknownTableError,
  UnreadableTableError,
} from "./errors.ts";
export { findRow, findRows } from "./find-rows.ts";
export { type LoadTablesOptions, loadTables } from "./load-tables.ts";
export { MemoryTable, type MemoryTableParts } from "./memory-table.ts";
export { type MergeOptions, type MergeResult, mergeTables } from "./merge-tables.ts";
export { type RecordsOptions, recordsToTable, type TableRecord } from "./records-to-table.ts";
export { type RangesByCode, type RowRange, SessionRows, sessionRows } from "./session-rows.ts";
export { formatMinutes, parseMinutes } from "./table-metadata.ts";
export { tableRecords } from "./table-records.ts";
