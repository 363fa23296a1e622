export { toSafeNumbers } from "../object/safe-numbers.ts";
export { type DecodeNpyOptions, decodeNpy } from "./decode.ts";
export { npyDecoders } from "./decoders.ts";
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
export { widenFloat16 } from "./float16.ts";
export type { NpyVersion } from "./header.ts";
export { type NdArrayOptions, ndArray } from "./nd-array.ts";
export { type DecodeNpzOptions, decodeNpz, type EncodeNpzOptions, encodeNpz } from "./npz.ts";
export { type NpyFile, type OpenNpyOptions, openNpy } from "./open.ts";
export { decodeSparseNpz } from "./sparse.ts";
export type { ReadMemberOptions } from "./zip-member.ts";
