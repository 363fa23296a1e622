/** Copies reach back at most this far, so text is compressed in blocks whose positions fit 16 bits. */
const BLOCK = 1 << 16;
const TABLE_BITS = 14;
/** Matches are not sought in the last bytes of a block, so that four bytes can always be read. */
const MARGIN = 15;

/** The most bytes that `length` bytes can become. */
export function snappyBound(length: number): number {
  return 32 + length + Math.floor(length / 6);
}

/**
 * Compress bytes as one Snappy block.
 *
 * Written here because the compressor at hand appends byte by byte, which takes five times as long.
 *
 * @param output - At least {@link snappyBound} bytes.
 * @returns How many bytes of `output` are the block.
 */
export function snappyCompress(input: Uint8Array, output: Uint8Array): number {
  let at = 0;
  let length = input.length;
  for (; length > 127; length >>>= 7) output[at++] = (length & 127) | 128;
  output[at++] = length;
  const table = new Uint16Array(1 << TABLE_BITS);
  for (let start = 0; start < input.length; start += BLOCK) {
    const block = input.subarray(start, start + BLOCK);
    at = compressBlock(block, output, { at, table });
  }
  return at;
}

interface BlockState {
  readonly at: number;
  /** Positions by hash of the four bytes there. */
  readonly table: Uint16Array;
}

function compressBlock(input: Uint8Array, output: Uint8Array, { at, table }: BlockState): number {
  table.fill(0);
  const end = input.length;
  const limit = end - MARGIN;
  let to = at;
  let emitted = 0;
  let from = 1;
  // The longer nothing matches, the bigger the steps: what does not compress is passed over quickly.
  let misses = 32;
  while (from < limit) {
    const word = word32(input, from);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - TABLE_BITS);
    const candidate = table[slot]!;
    table[slot] = from;
    if (candidate >= from || word32(input, candidate) !== word) {
      from += misses++ >>> 5;
      continue;
    }
    misses = 32;
    to = literal(input, emitted, { from, output, to });
    let length = 4;
    while (from + length < end && input[from + length] === input[candidate + length]) length++;
    to = copy(output, to, { distance: from - candidate, length });
    from += length;
    emitted = from;
    if (from < limit) table[Math.imul(word32(input, from - 1), 0x1e35a7bd) >>> (32 - TABLE_BITS)] = from - 1;
  }
  return emitted < end ? literal(input, emitted, { from: end, output, to }) : to;
}

function word32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

interface LiteralTarget {
  /** End of the literal in the input. */
  readonly from: number;
  readonly output: Uint8Array;
  readonly to: number;
}

function literal(input: Uint8Array, start: number, { from, output, to }: LiteralTarget): number {
  const length = from - start;
  if (length === 0) return to;
  let at = to;
  const code = length - 1;
  if (code < 60) output[at++] = code << 2;
  else if (code < 256) {
    output[at++] = 60 << 2;
    output[at++] = code;
  } else {
    output[at++] = 61 << 2;
    output[at++] = code & 255;
    output[at++] = code >> 8;
  }
  if (length < 32) for (let i = 0; i < length; i++) output[at + i] = input[start + i]!;
  else output.set(input.subarray(start, from), at);
  return at + length;
}

function copy(
  output: Uint8Array,
  to: number,
  { distance, length }: { readonly distance: number; readonly length: number },
): number {
  let at = to;
  let left = length;
  while (left > 0) {
    // A rest of 1 to 3 could not be expressed with a short distance; none of these parts leaves one.
    const part = left > 67 ? 64 : left > 64 ? 60 : left;
    if (part >= 4 && part < 12 && distance < 2048) {
      output[at++] = 1 | ((part - 4) << 2) | ((distance >> 8) << 5);
      output[at++] = distance & 255;
    } else {
      output[at++] = 2 | ((part - 1) << 2);
      output[at++] = distance & 255;
      output[at++] = distance >> 8;
    }
    left -= part;
  }
  return at;
}
