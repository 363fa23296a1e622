import { type ListableByteStore, type ListOptions, type ReadOptions, type WritableByteStore } from "./byte-store.ts";
import { checkRange, copyRange } from "./exact-bytes.ts";
import { compareKeys } from "./key-order.ts";
import { keySegments } from "./key-segments.ts";

/** Options of {@link MemoryStore}. */
export interface MemoryStoreOptions {
  /** What messages call this store; `"memory:"` by default. */
  readonly location?: string | undefined;
}

/**
 * Bytes kept in memory: for tests, for files a user dropped on a page, for results on their way elsewhere.
 *
 * Values are copied on the way in and on the way out.
 */
export class MemoryStore implements WritableByteStore, ListableByteStore {
  /** Folder or address of the store, without secrets. */
  readonly location: string;
  readonly #values = new Map<string, Uint8Array<ArrayBuffer>>();

  /**
   * @param entries - First content: pairs of key and bytes.
   * @throws {@link InvalidKeyError} if one of the keys is none.
   */
  constructor(entries: Iterable<readonly [string, Uint8Array]> = [], options: MemoryStoreOptions = {}) {
    this.location = options.location ?? "memory:";
    for (const [key, bytes] of entries) this.#set(key, bytes);
  }

  /** See `ByteStore.read`. */
  async read(key: string, { range, signal }: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    keySegments(key);
    checkRange(key, range);
    signal?.throwIfAborted();
    const bytes = this.#values.get(key);
    return bytes && copyRange(bytes, range, { key, location: this.location });
  }

  /** See `ByteStore.size`. */
  async size(key: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<number | undefined> {
    keySegments(key);
    signal?.throwIfAborted();
    return this.#values.get(key)?.length;
  }

  /** See `WritableByteStore.write`. */
  async write(
    key: string,
    bytes: Uint8Array,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    signal?.throwIfAborted();
    this.#set(key, bytes);
  }

  /** See `WritableByteStore.delete`. */
  async delete(key: string): Promise<boolean> {
    keySegments(key);
    return this.#values.delete(key);
  }

  /** See `ListableByteStore.list`. Lists what was there when it began. */
  async *list(
    prefix?: string,
    { signal, recursive = true }: ListOptions = {},
  ): AsyncGenerator<string, void, undefined> {
    const start = prefix === undefined ? "" : `${keySegments(prefix).join("/")}/`;
    const below = [...this.#values.keys()].filter((key) => key.startsWith(start));
    const keys = recursive ? below : below.filter((key) => !key.includes("/", start.length));
    for (const key of keys.sort(compareKeys)) {
      signal?.throwIfAborted();
      yield key;
    }
  }

  #set(key: string, bytes: Uint8Array): void {
    keySegments(key);
    this.#values.set(key, new Uint8Array(bytes));
  }
}
