export type {
  ByteRange,
  ByteStore,
  ListableByteStore,
  ListOptions,
  ReadOptions,
  WritableByteStore,
} from "./byte-store.ts";
export {
  AccessDeniedError,
  type FileFacts,
  FileSystemError,
  InvalidKeyError,
  InvalidRangeError,
  isStoreError,
  LinkOutsideError,
  NotAFileError,
  ShortReadError,
  type ShortReadFacts,
  type StoreError,
  type StoreOperation,
  TooLargeError,
} from "./errors.ts";
export {
  HttpStatusError,
  InvalidBaseError,
  InvalidResponseError,
  UnreachableError,
  VersionChangedError,
  type VersionChangedFacts,
} from "./http-errors.ts";
export { HttpStore, type HttpStoreOptions } from "./http-store.ts";
export { compareKeys } from "./key-order.ts";
export { keySegments } from "./key-segments.ts";
export { MemoryStore, type MemoryStoreOptions } from "./memory-store.ts";
export { type CachedStore, type CacheOptions, withCache } from "./with-cache.ts";
export { type RangeCoalescingOptions, withRangeCoalescing } from "./with-range-coalescing.ts";
