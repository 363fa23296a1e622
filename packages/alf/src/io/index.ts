export {
  type DecodeDatasetOptions,
  type DecodeOptions,
  decodeDataset,
  loadDatasetFile,
} from "./dataset-file.ts";
export type { DecodeContext, Decoder, Decoders } from "./decoder.ts";
export { defaultDecoders } from "./default-decoders.ts";
export {
  DatasetFileNotFoundError,
  FolderNotFoundError,
  InvalidSidecarError,
  type IoError,
  isIoError,
  NumbersUsedUpError,
} from "./errors.ts";
export {
  type FilterByOptions,
  type FindObjectOptions,
  type FoundDataset,
  filterBy,
  findObjectFiles,
  type ObjectExistsOptions,
  type ObjectPattern,
  objectExists,
} from "./find-datasets.ts";
export { findVariants, type VariantOptions } from "./find-variants.ts";
export { type IterDatasetsOptions, type IterSessionsOptions, iterDatasets, iterSessions } from "./iter-sessions.ts";
export { type LoadFilesOptions, type LoadObjectOptions, loadObject, loadObjectFiles } from "./load-object.ts";
export { readTimestamps, type TimeSeries } from "./read-timestamps.ts";
export { type ObjectToSave, type SaveOptions, saveMetadata, saveObject } from "./save-object.ts";
