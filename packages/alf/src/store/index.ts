export type { ByteRange, ByteStore, ListableByteStore, ReadOptions, WritableByteStore } from "./byte-store.ts";
