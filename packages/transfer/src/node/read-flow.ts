import { type OnReadOpts, type Socket } from "node:net";

/** Size of one read: what a connection has is taken by one call instead of many. Node takes 64 KiB by itself. */
const READ_BYTES = 256 * 1024;
/** A read of less than this is copied, so that a few bytes do not hold the memory of many. */
const SMALL_BYTES = 32 * 1024;
/** Buffers that are kept for other reads; whatever is more goes to the garbage collector. */
const KEPT = 32;

/** A read that somebody may still look at. */
interface Read {
  readonly flow: ReadFlow;
  /** What was read into, to be used again; `undefined` for a copy. */
  readonly buffer: Uint8Array | undefined;
  readonly bytes: number;
}

const FREE: Uint8Array[] = [];
const FLOWS = new WeakMap<Socket, ReadFlow>();
/** Reads by the memory they lie in. */
const READS = new WeakMap<ArrayBufferLike, Read>();

/**
 * What comes over a connection, which can be held back.
 *
 * It is held where it is read, before anything else sees it. One more read is taken, and nothing after it: what was sent before
 * the end of a connection, or a reset, is never lost to that. Not for TLS, where much can be read already.
 */
export class ReadFlow {
  readonly #socket: Socket;
  readonly #waiting: Uint8Array[] = [];
  #isHeld = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** The one of a connection. */
  static of(socket: Socket): ReadFlow {
    const flow = FLOWS.get(socket) ?? new ReadFlow(socket);
    FLOWS.set(socket, flow);
    return flow;
  }

  /** Why the connection broke; `undefined` if it did not. */
  get failure(): Error | undefined {
    return this.#socket.errored ?? undefined;
  }

  /** Hold back what is read from now on: once, and nothing more is read. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Let it go on. */
  release(): void {
    this.#isHeld = false;
    for (const bytes of this.#waiting.splice(0)) this.#socket.push(bytes);
  }

  /** Take what was read; false for no more. */
  take(bytes: Uint8Array): boolean {
    if (!this.#isHeld) return this.#socket.push(bytes);
    this.#waiting.push(bytes);
    return false;
  }
}

/**
 * Lets connections read into buffers that are used again, instead of one after the other that has to be made and collected,
 * and lets them be held back.
 *
 * A buffer that nobody gives back is never used again, so that whoever keeps a piece of one keeps it as it is.
 */
export const READ_INTO: OnReadOpts = {
  buffer: () => FREE.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES),
  callback(this: Socket, bytes: number, buffer: Uint8Array): boolean {
    const flow = ReadFlow.of(this);
    if (bytes >= SMALL_BYTES) {
      READS.set(buffer.buffer, { flow, buffer, bytes });
      return flow.take(buffer.subarray(0, bytes));
    }
    const copy = Buffer.allocUnsafeSlow(bytes);
    copy.set(buffer.subarray(0, bytes));
    READS.set(copy.buffer, { flow, buffer: undefined, bytes });
    keep(buffer);
    return flow.take(copy);
  },
} as OnReadOpts;

/** The connection that a piece of a body came over; `undefined` for memory of somebody else. */
export function flowOf({ buffer }: Uint8Array): ReadFlow | undefined {
  return READS.get(buffer)?.flow;
}

/**
 * Say that a piece of a body is not needed any more. If it reaches to the end of what was read then all before it was dealt
 * with, and its buffer is for another read.
 */
export function giveBack({ buffer, byteOffset, byteLength }: Uint8Array): void {
  const read = READS.get(buffer);
  if (read?.buffer === undefined || byteOffset - read.buffer.byteOffset + byteLength !== read.bytes) return;
  READS.delete(buffer);
  keep(read.buffer);
}

function keep(buffer: Uint8Array): void {
  if (FREE.length < KEPT) FREE.push(buffer);
}
