/** What makes a compressed page unreadable; wrapped with the place by who asked. */
export class CodecFault extends Error {}

/** Below this, copying byte by byte beats a call. */
const SHORT = 24;

/**
 * Decompress one Snappy block.
 *
 * Written here for places where WebAssembly may not run: the JavaScript at hand steps backwards for ever on a literal
 * of negative length.
 *
 * @param output - Filled completely; its length is the size the page header announces.
 * @throws CodecFault unless the block fills `output` exactly.
 */
export function snappyDecompress(input: Uint8Array, output: Uint8Array): void {
  const end = input.length;
  let from = snappyPreamble(input, output.length);
  let to = 0;
  while (from < end) {
    const tag = input[from++]!;
    let length = (tag >>> 2) + 1;
    if ((tag & 3) === 0) {
      if (length > 60) {
        const extra = length - 60;
        if (from + extra > end) throw new CodecFault("a literal ends beyond the data");
        length = 1;
        for (let i = 0; i < extra; i++) length += input[from + i]! * 2 ** (8 * i);
        from += extra;
      }
      if (from + length > end || to + length > output.length) throw new CodecFault("a literal ends beyond the data");
      if (length < SHORT) for (let i = 0; i < length; i++) output[to + i] = input[from + i]!;
      else output.set(input.subarray(from, from + length), to);
      from += length;
      to += length;
      continue;
    }
    let distance: number;
    if ((tag & 3) === 1) {
      length = ((tag >>> 2) & 7) + 4;
      distance = ((tag >>> 5) << 8) | (input[from] ?? 0);
      from += 1;
    } else if ((tag & 3) === 2) {
      distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
      from += 2;
    } else {
      distance = (input[from] ?? 0) + (input[from + 1] ?? 0) * 256 + (input[from + 2] ?? 0) * 65536;
      distance += (input[from + 3] ?? 0) * 16777216;
      from += 4;
    }
    if (from > end || distance === 0 || distance > to || to + length > output.length) {
      throw new CodecFault("a copy reaches outside the data");
    }
    const source = to - distance;
    for (let i = 0; i < length; i++) output[to + i] = output[source + i]!;
    to += length;
  }
  if (to !== output.length) throw new CodecFault(`${to} bytes came out, the page header says ${output.length}`);
}

/**
 * Read the decompressed length that a block begins with.
 *
 * @param expected - What the page header says it is.
 * @returns Bytes it takes.
 * @throws CodecFault if it is another.
 */
export function snappyPreamble(input: Uint8Array, expected: number): number {
  let size = 0;
  for (let i = 0; i < 5; i++) {
    const byte = input[i];
    if (byte === undefined) throw new CodecFault("the block is empty");
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      if (size !== expected) throw new CodecFault(`the block says ${size} bytes, the page header ${expected}`);
      return i + 1;
    }
  }
  throw new CodecFault("the block's length does not end");
}
