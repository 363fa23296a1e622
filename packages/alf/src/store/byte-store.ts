/** Part of a value: `length` bytes from `offset`. */
export interface ByteRange {
  /** First byte, counted from 0. */
  readonly offset: number;
  /** Number of bytes. */
  readonly length: number;
}

/** Options of {@link ByteStore.read}. */
export interface ReadOptions {
  /** Part to read; the whole value by default. */
  readonly range?: ByteRange | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Read-only bytes by key. Everything that needs data takes one of these; nothing else calls `fetch` or `fs`. */
export interface ByteStore {
  /** Where keys resolve to, for messages: a folder or a URL, without secrets. */
  readonly location: string;
  /**
   * Read the bytes of `key`, or of `range` within it.
   *
   * @param key - Relative, `/`-separated, as ALF writes it: `"alf/#2024-05-06#/spikes.times.npy"`.
   * @returns Exactly `range.length` bytes if a range is given; `undefined` if there is no such key.
   * @throws ShortReadError if the range ends beyond the data.
   * @throws InvalidRangeError if `range` is negative or fractional.
   * @throws InvalidKeyError if `key` is absolute or steps out of the store.
   */
  read(key: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Size of `key` in bytes; `undefined` if there is no such key. */
  size(key: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<number | undefined>;
}

/** Options of {@link ListableByteStore.list}. */
export interface ListOptions {
  /** False for the keys that lie directly in the folder only. True by default. */
  readonly recursive?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** A store that can also be walked. */
export interface ListableByteStore extends ByteStore {
  /**
   * Every key below `prefix` (all keys without one), in code-point order of their path components.
   * Folders themselves are not keys. A prefix that does not exist has no keys.
   */
  list(prefix?: string, options?: ListOptions): AsyncIterable<string>;
}

/** A store that takes bytes. Writing is atomic: a reader sees the old value or the new one, never a part. */
export interface WritableByteStore extends ByteStore {
  /**
   * Put bytes under `key`, replacing what is there.
   *
   * @throws InvalidKeyError if `key` is absolute or steps out of the store.
   */
  write(key: string, bytes: Uint8Array, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  /** Remove `key`; false if it was not there. */
  delete(key: string): Promise<boolean>;
}
