import { CodecFault } from "./snappy.ts";

/**
 * Decompress one LZ4 block.
 *
 * @param output - Filled completely; its length is the size the page header announces.
 * @throws CodecFault unless the block fills `output` exactly.
 */
export function lz4Decompress(input: Uint8Array, output: Uint8Array): void {
  let from = 0;
  let to = 0;
  const extended = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; ) {
      byte = input[from++] ?? -1;
      if (byte < 0) throw new CodecFault("a length ends beyond the data");
      length += byte;
    }
    return length;
  };
  while (from < input.length) {
    const token = input[from++]!;
    const literals = extended(token >> 4);
    if (from + literals > input.length || to + literals > output.length)
      throw new CodecFault("a literal ends beyond the data");
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has no copy; that of an empty block has nothing at all.
    if (from === input.length) break;
    const distance = input[from]! | ((input[from + 1] ?? 0) << 8);
    from += 2;
    const length = extended(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > output.length)
      throw new CodecFault("a copy reaches outside the data");
    for (const end = to + length; to < end; to++) output[to] = output[to - distance]!;
  }
  if (to !== output.length) throw new CodecFault(`${to} bytes came out, the page header says ${output.length}`);
}

/**
 * Decompress what Parquet once called LZ4: Hadoop's frames (big-endian sizes before each block), or by writers that
 * did not know of them, one plain block.
 *
 * @throws CodecFault unless it fills `output` exactly.
 */
export function lz4HadoopDecompress(input: Uint8Array, output: Uint8Array): void {
  const blocks = hadoopBlocks(input, output.length);
  if (blocks === undefined) {
    lz4Decompress(input, output);
    return;
  }
  let to = 0;
  for (const { block, size } of blocks) {
    lz4Decompress(block, output.subarray(to, to + size));
    to += size;
  }
}

interface HadoopBlock {
  readonly block: Uint8Array;
  readonly size: number;
}

/** @returns `undefined` if the sizes do not add up, so that it is no such frame. */
function hadoopBlocks(input: Uint8Array, outputLength: number): HadoopBlock[] | undefined {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const blocks: HadoopBlock[] = [];
  let at = 0;
  let total = 0;
  while (at + 8 <= input.length) {
    const size = view.getUint32(at);
    const end = at + 8 + view.getUint32(at + 4);
    total += size;
    if (end > input.length || total > outputLength) return undefined;
    blocks.push({ block: input.subarray(at + 8, end), size });
    at = end;
  }
  return at === input.length && total === outputLength ? blocks : undefined;
}
