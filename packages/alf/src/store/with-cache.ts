import { type ByteStore, type ReadOptions } from "./byte-store.ts";
import { checkRange, copyRange } from "./exact-bytes.ts";
import { keySegments } from "./key-segments.ts";
import { SharedSignal } from "./shared-signal.ts";

/** Options of {@link withCache}. */
export interface CacheOptions {
  /** Most bytes kept; the least recently used are dropped first. 64 MiB by default: a page's share, not a machine's. */
  readonly maxBytes?: number | undefined;
}

/** A store that remembers what was read. */
export interface CachedStore extends ByteStore {
  /** Bytes kept at present. */
  readonly cachedBytes: number;
  /** Drop what is kept of one key, or of all. */
  forget(key?: string): void;
}

/**
 * Keep what was read from a store in memory, so that it is read once.
 *
 * Values and ranges are kept as they were asked for; a range of a key that is kept whole needs no read. Reads of the
 * same thing at the same time share one. Not kept: failures, missing keys, values above `maxBytes`. Nothing expires:
 * call `forget` when the store below has changed. Callers get copies.
 *
 * @param store - Where misses are read.
 */
export function withCache(store: ByteStore, options: CacheOptions = {}): CachedStore {
  return new CacheStore(store, options.maxBytes ?? 64 * 1024 * 1024);
}

/** A read under way and who waits for it. */
interface Flight {
  readonly work: Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly shared: SharedSignal;
}

class CacheStore implements CachedStore {
  readonly location: string;
  readonly #inner: ByteStore;
  readonly #maxBytes: number;
  /** By key, then by range text; `""` is the whole value. */
  readonly #kept = new Map<string, { readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> }>();
  readonly #flights = new Map<string, Flight>();
  #cachedBytes = 0;

  constructor(inner: ByteStore, maxBytes: number) {
    this.location = inner.location;
    this.#inner = inner;
    this.#maxBytes = maxBytes;
  }

  get cachedBytes(): number {
    return this.#cachedBytes;
  }

  async read(key: string, { range, signal }: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    keySegments(key);
    checkRange(key, range);
    signal?.throwIfAborted();
    const whole = this.#touch(entryName(key));
    if (whole !== undefined) return copyRange(whole, range, { key, location: this.location });
    const name = entryName(key, range);
    const kept = range === undefined ? undefined : this.#touch(name);
    if (kept !== undefined) return new Uint8Array(kept);
    const flight = this.#flights.get(name) ?? this.#take(name, key, range);
    const bytes = await flight.shared.join(flight.work, signal);
    return bytes && new Uint8Array(bytes);
  }

  async size(key: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<number | undefined> {
    keySegments(key);
    options?.signal?.throwIfAborted();
    return this.#kept.get(entryName(key))?.bytes.length ?? (await this.#inner.size(key, options));
  }

  forget(key?: string): void {
    for (const [name, entry] of this.#kept) {
      if (key === undefined || entry.key === key) this.#drop(name);
    }
    // A read that began before must not bring back what was just forgotten.
    for (const name of this.#flights.keys()) {
      if (key === undefined || name.startsWith(entryName(key))) this.#flights.delete(name);
    }
  }

  /** Start a read that others may join. */
  #take(name: string, key: string, range: ReadOptions["range"]): Flight {
    const shared = new SharedSignal();
    const work = this.#inner.read(key, { range, signal: shared.signal });
    const flight = { work, shared };
    this.#flights.set(name, flight);
    const leave = (): boolean => this.#flights.get(name) === flight && this.#flights.delete(name);
    shared.signal.addEventListener("abort", leave, { once: true });
    work.then((bytes) => {
      if (leave() && bytes !== undefined) this.#keep(name, key, bytes);
    }, leave);
    return flight;
  }

  /** What is kept under a name, now the most recently used. */
  #touch(name: string): Uint8Array<ArrayBuffer> | undefined {
    const entry = this.#kept.get(name);
    if (entry === undefined) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, entry);
    return entry.bytes;
  }

  #keep(name: string, key: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.length > this.#maxBytes) return;
    this.#drop(name);
    this.#kept.set(name, { key, bytes });
    this.#cachedBytes += bytes.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#cachedBytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    const entry = this.#kept.get(name);
    if (entry === undefined) return;
    this.#kept.delete(name);
    this.#cachedBytes -= entry.bytes.length;
  }
}

/** A name for a value or a range of it; NUL cannot be part of a key. */
function entryName(key: string, range?: ReadOptions["range"]): string {
  return range === undefined ? `${key}\0` : `${key}\0${range.offset}+${range.length}`;
}
