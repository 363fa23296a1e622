import { type OnReadOpts, type Socket } from "node:net";

/** Size of one read: what a connection has is taken by one call instead of many. Node takes 64 KiB by itself. */
const READ_BYTES = 256 * 1024;
/** A read of less than this is copied, so that a few bytes do not hold the memory of many. */
const SMALL_BYTES = 32 * 1024;
/** Buffers that are kept for other reads; whatever is more goes to the garbage collector. */
const KEPT = 32;

const FREE: Uint8Array[] = [];
/** Memory that was read into. */
const READ = new WeakSet<ArrayBufferLike>();
/** True if Node's parser copies bodies out of what was read, as it does since Node 18; `undefined` before any was seen. */
let areBodiesCopied: boolean | undefined;

/**
 * Lets the connections of Node's HTTP client read into buffers that are used again, instead of one after the other that has
 * to be made and collected.
 *
 * A buffer is for another read once the client has taken all that was read, and only if it is known to keep none of it.
 */
export const READ_INTO: OnReadOpts = {
  buffer: () => FREE.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES),
  callback(this: Socket, bytes: number, buffer: Uint8Array): boolean {
    if (bytes < SMALL_BYTES) {
      const copy = Buffer.allocUnsafeSlow(bytes);
      copy.set(buffer.subarray(0, bytes));
      READ.add(copy.buffer);
      keep(buffer);
      return this.push(copy);
    }
    READ.add(buffer.buffer);
    const wantsMore = this.push(buffer.subarray(0, bytes));
    if (areBodiesCopied === true && this.readableLength === 0) keep(buffer);
    return wantsMore;
  },
} as OnReadOpts;

/** Take note of a piece of a body, as it comes from the parser. */
export function noteBody(piece: Uint8Array): void {
  areBodiesCopied ??= !READ.has(piece.buffer);
}

function keep(buffer: Uint8Array): void {
  if (FREE.length < KEPT) FREE.push(buffer);
}
