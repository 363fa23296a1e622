import { type ByteStore } from "@neurophys/alf/store";
import { TableNotFoundError } from "../errors.ts";

/** Bytes between two wanted ranges that are read along rather than asked for in a request of their own. */
const MAX_GAP_BYTES = 1 << 16;
/** Ranges are joined up to this size, so that decoding begins before all is read and nothing is held for long. */
const MAX_JOINED_BYTES = 1 << 24;
/** Bytes that may be read and not yet decoded, beyond the request in hand. */
const WINDOW_BYTES = 1 << 26;
/** Requests under way at once; browsers open six connections to a host. */
const MAX_IN_FLIGHT = 6;

/** A range of the file, and whatever its reader wants back with the bytes. */
export interface WantedRange<T> {
  readonly offset: number;
  readonly length: number;
  readonly item: T;
}

interface Request<T> {
  readonly offset: number;
  end: number;
  readonly parts: WantedRange<T>[];
}

/** Join neighbouring ranges into requests, in file order. */
function joinRanges<T>(ranges: readonly WantedRange<T>[]): Request<T>[] {
  const requests: Request<T>[] = [];
  for (const range of [...ranges].sort((a, b) => a.offset - b.offset)) {
    const last = requests.at(-1);
    const end = range.offset + range.length;
    const isNear = last !== undefined && range.offset - last.end <= MAX_GAP_BYTES;
    if (isNear && Math.max(end, last.end) - last.offset <= MAX_JOINED_BYTES) {
      last.end = Math.max(last.end, end);
      last.parts.push(range);
    } else requests.push({ offset: range.offset, end, parts: [range] });
  }
  return requests;
}

/** Where ranges are read from. */
export interface RangeSource {
  readonly store: ByteStore;
  readonly key: string;
  /** Bytes already at hand. */
  readonly tail: { readonly offset: number; readonly bytes: Uint8Array };
  readonly signal: AbortSignal | undefined;
}

/**
 * Read ranges in file order, a few requests ahead of whoever consumes them.
 *
 * @returns Each range's item and bytes, by request.
 */
export async function* readRanges<T>(
  ranges: readonly WantedRange<T>[],
  source: RangeSource,
): AsyncGenerator<{ readonly item: T; readonly bytes: Uint8Array }, void, void> {
  const requests = joinRanges(ranges);
  const started: Promise<Uint8Array>[] = [];
  let ahead = 0;
  for (const [index, request] of requests.entries()) {
    while (started.length < requests.length) {
      const next = requests[started.length]!;
      const isAhead = started.length > index;
      if (isAhead && (ahead > WINDOW_BYTES || started.length - index >= MAX_IN_FLIGHT)) break;
      const reading = readOne(next, source);
      // Its failure is reported when its turn comes; until then it must not count as unhandled.
      reading.catch(() => {});
      started.push(reading);
      ahead += next.end - next.offset;
    }
    const bytes = await started[index]!;
    started[index] = NOTHING;
    for (const { item, offset, length } of request.parts) {
      source.signal?.throwIfAborted();
      yield { item, bytes: bytes.subarray(offset - request.offset, offset - request.offset + length) };
    }
    ahead -= request.end - request.offset;
  }
}

/** Stands for bytes that were consumed, so that they can be collected. */
const NOTHING: Promise<Uint8Array> = Promise.resolve(new Uint8Array(0));

async function readOne<T>({ offset, end }: Request<T>, { store, key, tail, signal }: RangeSource): Promise<Uint8Array> {
  if (offset >= tail.offset && end <= tail.offset + tail.bytes.length) {
    return tail.bytes.subarray(offset - tail.offset, end - tail.offset);
  }
  const bytes = await store.read(key, { range: { offset, length: end - offset }, signal });
  if (bytes === undefined) throw new TableNotFoundError(key, store.location);
  return bytes;
}
