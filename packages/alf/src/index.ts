export { DataError, type ErrorGuard, errorGuard, isDataError } from "./data-error.ts";
export type { DataWarning, OnWarning } from "./data-warning.ts";
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
