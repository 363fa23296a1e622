import { type Data, DataType, makeData, makeVector, Utf8, type Vector } from "apache-arrow";

/** Texts side by side as UTF-8: text `i` is `bytes[offsets[i]]` up to, not including, `bytes[offsets[i + 1]]`. */
export interface Utf8Values {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** `(length + 1,)`, increasing. */
  readonly offsets: Int32Array;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The bytes of a `Utf8` or `LargeUtf8` vector of one chunk, without decoding a text. */
export function utf8Values(vector: Vector): Utf8Values {
  const data = vector.data[0] as Data | undefined;
  if (data === undefined || data.length === 0) {
    return { length: 0, bytes: new Uint8Array(), offsets: new Int32Array(1) };
  }
  const offsets = DataType.isLargeUtf8(vector.type)
    ? Int32Array.from(data.valueOffsets as unknown as BigInt64Array, Number)
    : (data.valueOffsets as Int32Array);
  return { length: data.length, bytes: data.values as Uint8Array, offsets };
}

/** The texts of an array as UTF-8; a missing one takes no bytes. */
export function utf8FromStrings(texts: readonly (string | null | undefined)[]): Utf8Values {
  const offsets = new Int32Array(texts.length + 1);
  const parts = encodeAll(texts, offsets);
  return { length: texts.length, bytes: parts, offsets };
}

function encodeAll(texts: readonly (string | null | undefined)[], offsets: Int32Array): Uint8Array {
  let bytes = new Uint8Array(Math.max(64, texts.length * 40));
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (text) {
      if (end + text.length * 3 > bytes.length) bytes = grown(bytes, end + text.length * 3);
      end += encoder.encodeInto(text, bytes.subarray(end)).written;
    }
    offsets[i + 1] = end;
  }
  return bytes.subarray(0, end);
}

function grown(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
  larger.set(bytes);
  return larger;
}

/** Text `i` as a string. */
export function utf8At(values: Utf8Values, i: number): string {
  return decoder.decode(values.bytes.subarray(values.offsets[i], values.offsets[i + 1]));
}

/** Every text as a string. */
export function utf8Strings(values: Utf8Values): string[] {
  const first = values.offsets[0] ?? 0;
  const last = values.offsets[values.length] ?? 0;
  const whole = decoder.decode(values.bytes.subarray(first, last));
  const texts = new Array<string>(values.length);
  if (whole.length === last - first) {
    // one byte a character: cutting one string is several times faster than decoding each text
    for (let i = 0; i < texts.length; i++) {
      texts[i] = whole.slice(values.offsets[i]! - first, values.offsets[i + 1]! - first);
    }
    return texts;
  }
  for (let i = 0; i < texts.length; i++) texts[i] = utf8At(values, i);
  return texts;
}

/** Order of two texts by code point: negative if text `i` of `a` comes before text `j` of `b`, 0 if they are equal. */
export function compareUtf8(a: Utf8Values, i: number, b: Utf8Values, j: number): number {
  const aStart = a.offsets[i]!;
  const bStart = b.offsets[j]!;
  const aLength = a.offsets[i + 1]! - aStart;
  const bLength = b.offsets[j + 1]! - bStart;
  const shared = Math.min(aLength, bLength);
  for (let k = 0; k < shared; k++) {
    const difference = a.bytes[aStart + k]! - b.bytes[bStart + k]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

/** Texts picked from several sources laid end to end, each by its number in that row; −1 picks an empty text. */
export function takeUtf8(sources: readonly Utf8Values[], picks: Int32Array): Utf8Values {
  const offsets = new Int32Array(picks.length + 1);
  const starts = sourceStarts(sources.map((source) => source.length));
  for (let i = 0; i < picks.length; i++) {
    const pick = picks[i]!;
    let length = 0;
    if (pick >= 0) {
      const s = sourceOf(starts, pick);
      const from = pick - starts[s]!;
      const { offsets: at } = sources[s]!;
      length = at[from + 1]! - at[from]!;
    }
    offsets[i + 1] = offsets[i]! + length;
  }
  const bytes = new Uint8Array(offsets[picks.length]!);
  for (let i = 0; i < picks.length; i++) {
    const pick = picks[i]!;
    if (pick < 0) continue;
    const s = sourceOf(starts, pick);
    copyBytes(sources[s]!, pick - starts[s]!, { bytes, offset: offsets[i]! });
  }
  return { length: picks.length, bytes, offsets };
}

function copyBytes(
  source: Utf8Values,
  i: number,
  target: { readonly bytes: Uint8Array; readonly offset: number },
): void {
  const start = source.offsets[i]!;
  const length = source.offsets[i + 1]! - start;
  // ids and file names are short: a loop beats the call overhead of TypedArray.set
  for (let k = 0; k < length; k++) target.bytes[target.offset + k] = source.bytes[start + k]!;
}

/** Number of the first row of each source in the row of all, and the total at the end. */
export function sourceStarts(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (let s = 0; s < lengths.length; s++) starts[s + 1] = starts[s]! + lengths[s]!;
  return starts;
}

/** Which source a number of the row of all falls in. */
export function sourceOf(starts: Int32Array, pick: number): number {
  let s = 0;
  while (pick >= starts[s + 1]!) s++;
  return s;
}

/** An Arrow vector over the texts; rows whose bit in `nullBitmap` is 0 are missing. */
export function utf8Vector(values: Utf8Values, nullBitmap?: Uint8Array | undefined): Vector<Utf8> {
  const data = makeData({
    type: new Utf8(),
    length: values.length,
    data: values.bytes,
    valueOffsets: values.offsets,
    ...(nullBitmap === undefined ? { nullCount: 0 } : { nullBitmap, nullCount: -1 }),
  });
  return makeVector(data);
}
