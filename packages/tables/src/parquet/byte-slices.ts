import { type Encoding } from "hyparquet";
import { decodeDelta } from "./delta.ts";
import { PageFault } from "./rle.ts";

/** Byte strings as `(starts[i], ends[i])` into one buffer; valid as long as the page they came from. */
export interface ByteSlices {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Prefix sharing makes a page's values larger than the page; beyond this many times, it is a bomb. */
const MAX_PREFIX_EXPANSION = 1024;

/**
 * Decode the values of a BYTE_ARRAY page that is not dictionary-encoded.
 *
 * @param count - Values in the page.
 * @throws PageFault if the values end beyond the page or the encoding is another one.
 */
export function decodeByteArrays(values: Uint8Array, count: number, encoding: Encoding): ByteSlices {
  if (encoding === "PLAIN") return plain(values, count);
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY") return deltaLength(values, count);
  if (encoding === "DELTA_BYTE_ARRAY") return deltaPrefix(values, count);
  throw new PageFault(`encoding ${encoding} of byte arrays`);
}

function plain(values: Uint8Array, count: number): ByteSlices {
  // Each value has four bytes of length, so the page bounds what is allocated.
  if (count * 4 > values.length) throw new PageFault(`${count} values in ${values.length} bytes`);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 4 > values.length) throw new PageFault("a value begins beyond its page");
    const length = values[at]! | (values[at + 1]! << 8) | (values[at + 2]! << 16) | (values[at + 3]! << 24);
    starts[i] = at + 4;
    at += 4 + length;
    if (length < 0 || at > values.length) throw new PageFault("a value ends beyond its page");
    ends[i] = at;
  }
  return { bytes: values, starts, ends };
}

function deltaLength(values: Uint8Array, count: number): ByteSlices {
  const lengths = new Int32Array(count);
  let at = decodeDelta(values, lengths, false);
  const starts = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    starts[i] = at;
    at += lengths[i]!;
    if (lengths[i]! < 0 || at > values.length) throw new PageFault("a value ends beyond its page");
    lengths[i] = at;
  }
  return { bytes: values, starts, ends: lengths };
}

function deltaPrefix(values: Uint8Array, count: number): ByteSlices {
  const prefixes = new Int32Array(count);
  const afterPrefixes = decodeDelta(values, prefixes, false);
  const suffixes = deltaLength(values.subarray(afterPrefixes), count);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  const limit = 1024 * 1024 + values.length * MAX_PREFIX_EXPANSION;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i]!;
    if (prefix < 0 || prefix > (i === 0 ? 0 : ends[i - 1]! - starts[i - 1]!)) {
      throw new PageFault("a value shares more than the value before it has");
    }
    starts[i] = total;
    total += prefix + suffixes.ends[i]! - suffixes.starts[i]!;
    if (total > limit) throw new PageFault(`shared prefixes expand ${values.length} bytes beyond ${limit}`);
    ends[i] = total;
  }
  const bytes = new Uint8Array(total);
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i]!;
    if (prefix > 0) bytes.copyWithin(starts[i]!, starts[i - 1]!, starts[i - 1]! + prefix);
    bytes.set(suffixes.bytes.subarray(suffixes.starts[i]!, suffixes.ends[i]!), starts[i]! + prefix);
  }
  return { bytes, starts, ends };
}
