export {
  type AlfObject,
  appendObjects,
  arrayAttribute,
  checkDimensions,
  createObject,
  listShapes,
  type ObjectOptions,
  shapeOf,
  tableAttribute,
} from "./alf-object.ts";
export { AlfPath, ensureAlfPath } from "./alf-path.ts";
export { arrayColumn, concatenateRows, ensureFlat, numbers, stackColumns } from "./array-elements.ts";
export { type AssembleOptions, assembleObject, attributeKey, type ObjectPart } from "./assemble-object.ts";
export { autocomplete } from "./autocomplete.ts";
export { type Coded, DataError, type ErrorGuard, errorGuard, isDataError } from "./data-error.ts";
export type { DataWarning, OnWarning } from "./data-warning.ts";
export {
  type DatasetNameParts,
  filenameParts,
  formatFilename,
  isValid,
  type MaybeParts,
  parseFilename,
} from "./dataset-name.ts";
export {
  type CollectionParts,
  type FolderParts,
  type FullPathParts,
  folderParts,
  formatRelPath,
  fullPathParts,
  getAlfPath,
  parseFolder,
  parseFullPath,
  parseRelPath,
  type RelPathParts,
  relPathParts,
} from "./dataset-path.ts";
export { compileDatasetPattern, type DatasetPatternOptions, type TextPattern } from "./dataset-pattern.ts";
export { type DateLike, type DateRange, parseTimestamp, validateDateRange } from "./date-range.ts";
export { describe, PART_DESCRIPTIONS } from "./describe.ts";
export {
  type AlfError,
  AlfGeneralError,
  AlfInvalidError,
  AlfMultipleCollectionsFoundError,
  AlfMultipleObjectsFoundError,
  AlfMultipleRevisionsFoundError,
  AlfObjectNotFoundError,
  AlyxSubjectNotFoundError,
  AmbiguousNameError,
  ArgumentTypeError,
  AttributeMismatchError,
  DuplicateAttributeError,
  InvalidArgumentError,
  InvalidPatternError,
  isAlfError,
  PrecisionLossError,
  ReferenceDefectError,
  ShapeMismatchError,
  UnknownNameError,
  UnsupportedPatternError,
} from "./errors.ts";
export { type DatasetRow, type FilterDatasetsOptions, filterDatasets } from "./filter-datasets.ts";
export {
  type FilterNamesOptions,
  type FoundName,
  filterNames,
  findSidecar,
  findTimes,
  type NameFilters,
} from "./filter-names.ts";
export {
  type WithExtraOptions,
  withAttribute,
  withExtension,
  withExtra,
  withNamespace,
  withObject,
  withoutUuid,
  withTimescale,
  withUuid,
} from "./name-derivation.ts";
export type {
  AlfColumn,
  AlfTable,
  AlfValue,
  ArrayArchive,
  DType,
  FileReference,
  JsonDocument,
  JsonValue,
  NdArray,
  NdData,
  SparseArray,
  StructuredArray,
} from "./ndarray.ts";
export { objectFromTable, objectToTable } from "./object-table.ts";
export { escapePattern, globPattern, globRegex, pythonRegex } from "./pattern.ts";
export { QC, QC_NAMES, type QcLevel, type QcName, qcAtMost, validateQc } from "./qc.ts";
export {
  filterRevisionLastBefore,
  indexLastBefore,
  type RevisionOptions,
  type RevisionRow,
  type SplitRevision,
  splitRevision,
} from "./revision.ts";
export {
  isDataset,
  isValidAlf,
  relativeToLab,
  relativeToSession,
  sessionPathShort,
  sessionPathShortWithLab,
  type WithLabOptions,
  withCollection,
  withDate,
  withLab,
  withoutLab,
  withoutRevision,
  withRevision,
  withSequence,
  withSubject,
} from "./session-derivation.ts";
export {
  type CompatOptions,
  formatSessionPath,
  getSessionPath,
  isSessionPath,
  paddedSequence,
  parseSessionPath,
  type SessionPathParts,
  sessionPathParts,
} from "./session-path.ts";
export {
  ALF_PARTS,
  type AlfPart,
  COLLECTION_SPEC,
  collectionSpec,
  FILE_SPEC,
  FULL_SPEC,
  type PartOverrides,
  pathPattern,
  REL_PATH_SPEC,
  regex,
  SESSION_SPEC,
  specPattern,
} from "./spec.ts";
export { compareText } from "./text-order.ts";
export { interpolateTimestamps } from "./timestamps.ts";
export { capitalizedAlf, dromedary, readableAlf, type ToAlfOptions, toAlf } from "./to-alf.ts";
export { addUuidString, isUuid, isUuidString, removeUuidString } from "./uuid.ts";
