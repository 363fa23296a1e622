export { FileStore, type FileStoreOptions } from "./file-store.ts";
export { type AtomicWriteOptions, writeChunksAtomic, writeFileAtomic } from "./write-file-atomic.ts";
