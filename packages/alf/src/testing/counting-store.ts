import {
  type ByteRange,
  type ByteStore,
  type ListableByteStore,
  type ListOptions,
  type ReadOptions,
} from "../store/byte-store.ts";

/** One request that reached a {@link CountingStore}. */
export interface CountedCall {
  /** What the store was doing. */
  readonly operation: "read" | "size" | "list";
  /** Key, or prefix of a listing (`""` for none). */
  readonly key: string;
  /** Range that was asked for. */
  readonly range: ByteRange | undefined;
}

/** Counts what is asked of a store, so that a test can say how much I/O a function takes. */
export class CountingStore<S extends ByteStore = ByteStore> implements ByteStore {
  /** All requests, in the order they came. */
  readonly calls: CountedCall[] = [];
  /** What answers. */
  protected readonly inner: S;
  #bytesRead = 0;
  #openReads = 0;
  #mostOpenReads = 0;

  /** @param inner - What answers. */
  constructor(inner: S) {
    this.inner = inner;
  }

  /** That of the store below. */
  get location(): string {
    return this.inner.location;
  }

  /** Number of reads that were asked for. */
  get readCount(): number {
    return this.calls.filter(({ operation }) => operation === "read").length;
  }

  /** Sum of the bytes of all reads that were answered. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** Most reads that were under way at the same time. */
  get mostOpenReads(): number {
    return this.#mostOpenReads;
  }

  /** Forget what was counted. */
  reset(): void {
    this.calls.length = 0;
    this.#bytesRead = 0;
    this.#mostOpenReads = this.#openReads;
  }

  /** See `ByteStore.read`. */
  async read(key: string, options: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.calls.push({ operation: "read", key, range: options.range });
    this.#openReads += 1;
    this.#mostOpenReads = Math.max(this.#mostOpenReads, this.#openReads);
    try {
      const bytes = await this.inner.read(key, options);
      this.#bytesRead += bytes?.length ?? 0;
      return bytes;
    } finally {
      this.#openReads -= 1;
    }
  }

  /** See `ByteStore.size`. */
  async size(key: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<number | undefined> {
    this.calls.push({ operation: "size", key, range: undefined });
    return await this.inner.size(key, options);
  }
}

/** The same for stores that can be walked. */
export class CountingListableStore extends CountingStore<ListableByteStore> implements ListableByteStore {
  /** See `ListableByteStore.list`. */
  list(prefix?: string, options?: ListOptions): AsyncIterable<string> {
    this.calls.push({ operation: "list", key: prefix ?? "", range: undefined });
    return this.inner.list(prefix, options);
  }
}
