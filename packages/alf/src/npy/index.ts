export { type DecodeNpyOptions, decodeNpy } from "./decode.ts";
export { type EncodeNpyDataOptions, type EncodeNpyOptions, encodeNpy } from "./encode.ts";
export {
  ArchiveTooLargeError,
  InvalidArchiveError,
  InvalidArrayError,
  InvalidNpyHeaderError,
  InvalidRowRangeError,
  InvalidSparseArrayError,
  isNpyError,
  NoSuchMemberError,
  NotNpyError,
  type NpyError,
  type NpyErrorOptions,
  ObjectArrayError,
  TruncatedNpyError,
  UnsupportedDTypeError,
  UnsupportedNpyVersionError,
} from "./errors.ts";
export { flattenColumn } from "./flatten-column.ts";
export type { NpyVersion } from "./header.ts";
export { type NdArrayOptions, ndArray } from "./nd-array.ts";
