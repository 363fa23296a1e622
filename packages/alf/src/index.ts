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
export {
  type AlfError,
  AlfGeneralError,
  AlfInvalidError,
  AlfMultipleCollectionsFoundError,
  AlfMultipleObjectsFoundError,
  AlfMultipleRevisionsFoundError,
  AlfObjectNotFoundError,
  AlyxSubjectNotFoundError,
  ArgumentTypeError,
  InvalidArgumentError,
  isAlfError,
  ReferenceDefectError,
} from "./errors.ts";
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
export { QC, QC_NAMES, type QcLevel, type QcName, qcAtMost, validateQc } from "./qc.ts";
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
export { compareText } from "./text-order.ts";
export { capitalizedAlf, dromedary, readableAlf, type ToAlfOptions, toAlf } from "./to-alf.ts";
export { addUuidString, isUuid, isUuidString, removeUuidString } from "./uuid.ts";
