export { type FileLock, type FileLockOptions, removeAbandonedLock, takeFileLock } from "./file-lock.ts";
export { FileStore, type FileStoreOptions } from "./file-store.ts";
export { isLockOf, lockText } from "./lock-owner.ts";
export { isLockInPlace } from "./lock-put-back.ts";
export { LOCK_HEARTBEAT_MS, type LockPredecessor, type LockStaleness } from "./lock-watch.ts";
export { type AtomicWriteOptions, writeChunksAtomic, writeFileAtomic } from "./write-file-atomic.ts";
