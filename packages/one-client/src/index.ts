export type { Catalog, QuestionOptions } from "./catalog/catalog.ts";
export type { LazyList } from "./catalog/lazy-list.ts";
export { TableCatalog } from "./catalog/table-catalog.ts";
export { type FallbackOptions, withFallback } from "./catalog/with-fallback.ts";
export { ConversionMixin, type Reference, type RefTextOptions } from "./convert/conversion-mixin.ts";
export {
  type DatasetPathOptions,
  type DatasetWithFiles,
  type FileRecord,
  onePathFromDataset,
  pathFromDataset,
  pathFromFilerecord,
  type RecordPathOptions,
} from "./convert/file-records.ts";
export type { InsertionSession, SessionInsertions } from "./convert/insertions.ts";
export type { DatasetFileFields, SessionUrlFields } from "./convert/paths.ts";
export {
  dict2ref,
  type ExperimentReference,
  type ExperimentReferenceText,
  isExpRef,
  path2ref,
  path2refStrings,
  path2refText,
  type ReferenceFields,
  ref2dict,
  ref2strings,
} from "./convert/reference.ts";
export { type SessionFolderFields, sessionRecord2path } from "./convert/session-folder.ts";
export type { SessionPlace } from "./convert/session-place.ts";
export type { SessionFields, SessionId } from "./convert/to-eid.ts";
export {
  AmbiguousSessionError,
  CollectionNotFoundError,
  DatasetNotFoundError,
  DatasetSpecifierError,
  DuplicateIdError,
  FilesMissingError,
  IncompleteSessionError,
  InvalidExperimentIdError,
  isOneError,
  MissingColumnError,
  NoDataServerError,
  NoTableFilesError,
  NotReadableByPartsError,
  type OneError,
  RepositoryNotFoundError,
  SessionNotFoundError,
  TableNotLoadedError,
  UnresolvedSessionError,
} from "./errors.ts";
export type { FullDetails } from "./listing/details.ts";
export type { DatasetFilter } from "./listing/filter-rows.ts";
export type { ListDatasetsOptions } from "./listing/list-datasets.ts";
export type { DatasetRecord, SessionRecord } from "./listing/records.ts";
export type { CheckOptions } from "./loading/check-files.ts";
export type { DatasetPatterns, DatasetSpecifier } from "./loading/choose-dataset.ts";
export type { Places } from "./loading/choose-datasets.ts";
export type { FetchFiles, FetchFilesOptions, WantedFile } from "./loading/fetch-files.ts";
export type {
  DatasetOptions,
  DatasetsOptions,
  DatasetWithRecord,
  DownloadedDatasets,
  LoadedDatasets,
} from "./loading/load-dataset.ts";
export type { CollectionOptions, ObjectOptions } from "./loading/load-object.ts";
export type { OpenedDataset } from "./loading/open-dataset.ts";
export type { PartPatterns } from "./loading/part-patterns.ts";
export type { CacheLocation, SaveCacheOptions, SavedIds, SaveLoadedIdsOptions } from "./one/cache-files.ts";
export { type CompatName, type CompatOptions, PYTHON_COMPAT } from "./one/compat.ts";
export { createOne, type OneOptions } from "./one/create-one.ts";
export type { OneContext, StoredFile } from "./one/one-context.ts";
export type { OneParts, OneState } from "./one/one-state.ts";
export type { LoadOptions, SavedTables, SaveOptions, TableFiles } from "./one/table-files.ts";
export { One } from "./one.ts";
export type { InsertionRecord } from "./search/search-insertions.ts";
export { SearchMixin } from "./search/search-mixin.ts";
export {
  type DateRange,
  type OneOrMany,
  SEARCH_TERMS,
  type SearchDate,
  type SearchTerm,
  type SearchTerms,
} from "./search/search-terms.ts";
export {
  type CacheTable,
  type CacheTables,
  type CellValue,
  castIndex,
  columnValues,
  DuplicateSessionError,
  defaultCache,
  type EncodeTableOptions,
  emptyDatasets,
  emptySessions,
  encodeTable,
  FolderMissingError,
  findRow,
  findRows,
  formatMinutes,
  LabConflictError,
  type LoadTablesOptions,
  loadTables,
  MemoryTable,
  type MemoryTableParts,
  type MergeOptions,
  type MergeResult,
  mergeTables,
  NoTablesError,
  parseMinutes,
  type RangesByCode,
  type RecordsOptions,
  type RowRange,
  recordsToTable,
  SessionRows,
  sessionRows,
  TableColumnsError,
  type TableError,
  TableIndexError,
  TableLockError,
  type TableMetadata,
  type TableRecord,
  TableValueError,
  TableWriteError,
  tableRecords,
  UnknownTableError,
  UnreadableTableError,
  withTable,
} from "./tables/index.ts";
