import { type ByteRange, type ByteStore, type ReadOptions } from "./byte-store.ts";
import { isStoreError } from "./errors.ts";
import { checkRange } from "./exact-bytes.ts";
import { keySegments } from "./key-segments.ts";
import { SharedSignal } from "./shared-signal.ts";

/** Options of {@link withRangeCoalescing}. */
export interface RangeCoalescingOptions {
  /**
   * Bytes between two ranges that are read along rather than asked for apart. 64 KiB by default: at 10 MB/s they cost
   * 7 ms, less than most round trips.
   */
  readonly maxGapBytes?: number | undefined;
  /** Most bytes of one read; a single range may be longer. 8 MiB by default, so that large reads stay parallel. */
  readonly maxReadBytes?: number | undefined;
}

/**
 * Read ranges that are asked for together in as few reads as make sense.
 *
 * Ranges of one key that are asked for in the same turn of the event loop (`Promise.all` over them) and lie close to
 * one another become one read; what lies between is read and dropped. Reads of whole values pass as they are.
 *
 * @param store - What reads.
 */
export function withRangeCoalescing(store: ByteStore, options: RangeCoalescingOptions = {}): ByteStore {
  return new CoalescingStore(store, options.maxGapBytes ?? 64 * 1024, options.maxReadBytes ?? 8 * 1024 * 1024);
}

/** A range somebody waits for. */
interface Wish {
  readonly range: ByteRange;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (bytes: Uint8Array<ArrayBuffer> | undefined | PromiseLike<undefined>) => void;
  readonly reject: (error: unknown) => void;
}

class CoalescingStore implements ByteStore {
  readonly location: string;
  readonly #inner: ByteStore;
  readonly #maxGapBytes: number;
  readonly #maxReadBytes: number;
  readonly #wishes = new Map<string, Wish[]>();

  constructor(inner: ByteStore, maxGapBytes: number, maxReadBytes: number) {
    this.location = inner.location;
    this.#inner = inner;
    this.#maxGapBytes = maxGapBytes;
    this.#maxReadBytes = maxReadBytes;
  }

  async read(key: string, options: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { range, signal } = options;
    keySegments(key);
    checkRange(key, range);
    signal?.throwIfAborted();
    if (range === undefined) return await this.#inner.read(key, options);
    return await new Promise((resolve, reject) => this.#wish(key, { range, signal, resolve, reject }));
  }

  async size(key: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<number | undefined> {
    return await this.#inner.size(key, options);
  }

  #wish(key: string, wish: Wish): void {
    const waiting = this.#wishes.get(key);
    if (waiting !== undefined) {
      waiting.push(wish);
      return;
    }
    this.#wishes.set(key, [wish]);
    queueMicrotask(() => {
      const wishes = this.#wishes.get(key) ?? [];
      this.#wishes.delete(key);
      for (const group of groupRanges(wishes, this.#maxGapBytes, this.#maxReadBytes)) void this.#fulfil(key, group);
    });
  }

  /** Read what a group of wishes spans and share it out. */
  async #fulfil(key: string, group: readonly Wish[]): Promise<void> {
    const first = group[0];
    if (first === undefined) return;
    const span = spanOf(group);
    const shared = new SharedSignal();
    const work = group.length === 1 ? undefined : this.#inner.read(key, { range: span, signal: shared.signal });
    for (const wish of group) {
      const own = (): Promise<Uint8Array<ArrayBuffer> | undefined> =>
        this.#inner.read(key, { range: wish.range, signal: wish.signal });
      if (work === undefined) own().then(wish.resolve, wish.reject);
      else shareOut(wish, shared.join(work, wish.signal), { start: span.offset, own });
    }
  }
}

/** Give a wish its part of what was read for all. */
function shareOut(
  wish: Wish,
  joined: Promise<Uint8Array<ArrayBuffer> | undefined>,
  { start, own }: { readonly start: number; readonly own: () => Promise<Uint8Array<ArrayBuffer> | undefined> },
): void {
  const from = wish.range.offset - start;
  joined
    .then((bytes) => bytes?.slice(from, from + wish.range.length))
    // One range beyond the end must not spoil its neighbours: each then asks for itself.
    .catch((error: unknown) => (isStoreError(error, "store/short-read") ? own() : Promise.reject(error)))
    .then(wish.resolve, wish.reject);
}

/** Put wishes into groups that are worth one read each. */
function groupRanges(wishes: readonly Wish[], maxGapBytes: number, maxReadBytes: number): readonly (readonly Wish[])[] {
  const groups: Wish[][] = [];
  let start = 0;
  let end = 0;
  for (const wish of [...wishes].sort((a, b) => a.range.offset - b.range.offset)) {
    const group = groups.at(-1);
    const { offset } = wish.range;
    const newEnd = Math.max(end, offset + wish.range.length);
    if (group !== undefined && offset - end <= maxGapBytes && newEnd - start <= maxReadBytes) {
      group.push(wish);
      end = newEnd;
    } else {
      groups.push([wish]);
      start = offset;
      end = offset + wish.range.length;
    }
  }
  return groups;
}

function spanOf(group: readonly Wish[]): ByteRange {
  const offset = Math.min(...group.map(({ range }) => range.offset));
  const end = Math.max(...group.map(({ range }) => range.offset + range.length));
  return { offset, length: end - offset };
}
