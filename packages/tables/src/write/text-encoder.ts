import { type Data, DataType, type Vector } from "apache-arrow";
import { ByteDictionary } from "../parquet/byte-dictionary.ts";
import { ByteCopier } from "../parquet/copy-bytes.ts";
import { bitWidth } from "../parquet/rle.ts";
import { unpackValidity } from "../vector/bitmap.ts";
import { dictionaryColumn, type TextBytes, textBytes } from "../vector/text.ts";
import { type ByteBuffer } from "./byte-buffer.ts";
import { encodeRuns } from "./encode-runs.ts";
import { type ChunkTarget, type RowSpan, writeLevels } from "./levels.ts";

/** Rows a page of codes has; a few hundred kilobytes, so that readers can skip by page. */
const CODE_PAGE_ROWS = 1 << 17;
/** Bytes after which a page of plain text ends. */
const TEXT_PAGE_BYTES = 1 << 20;
/** Rows after which plain text is first asked whether its values repeat. */
const TRIAL_ROWS = 4096;

/** A text column, ready to be written a row group at a time. */
export interface TextColumn {
  /** Codes and the texts they stand for, if it is held so. */
  readonly coded: { readonly codes: Int32Array; readonly texts: TextBytes } | undefined;
  readonly plain: TextBytes | undefined;
  readonly validity: Uint8Array | undefined;
  /** Whether every level of the category is written, used or not, in its order. */
  readonly isCategory: boolean;
}

/** Take a text or binary vector apart for {@link encodeText}. */
export function textColumn(vector: Vector, isCategory: boolean): TextColumn {
  const data = vector.data[0]!;
  const validity = unpackValidity(data);
  if (!DataType.isDictionary(vector.type)) return { coded: undefined, plain: textBytes(vector), validity, isCategory };
  const coded = { codes: dictionaryColumn(vector).codes, texts: textBytes(data.dictionary!) };
  return { coded, plain: undefined, validity, isCategory };
}

/** Take a binary array apart for {@link encodeText}. */
export function binaryColumn(data: Data): TextColumn {
  const plain = { bytes: data.values as Uint8Array, offsets: data.valueOffsets as Int32Array };
  return { coded: undefined, plain, validity: unpackValidity(data), isCategory: false };
}

/**
 * Write the text of one row group: a dictionary page and pages of codes where values repeat, else plain pages.
 *
 * @param span - Rows of the group.
 */
export function encodeText(column: TextColumn, span: RowSpan, target: ChunkTarget): void {
  const coded = column.coded === undefined ? internSpan(column.plain!, span, column.validity) : ownCodes(column, span);
  if (coded === undefined) encodePlain(column, span, target);
  else encodeCodes(coded, { span, validity: column.validity }, target);
}

/** The codes of a span of rows (−1 = null) and the texts they stand for. */
interface SpanCodes {
  readonly codes: Int32Array;
  readonly texts: TextBytes;
}

/** Codes of the texts this row group uses, numbered as they come; of a category all levels, as they are. */
function ownCodes({ coded, isCategory }: TextColumn, { start, end }: RowSpan): SpanCodes | undefined {
  const { codes, texts } = coded!;
  const span = codes.subarray(start, end);
  const count = texts.offsets.length - 1;
  if (isCategory) return { codes: span, texts };
  const numbers = new Int32Array(count).fill(-1);
  const used = new Int32Array(Math.min(count, span.length));
  const renumbered = new Int32Array(span.length);
  let next = 0;
  for (let i = 0; i < span.length; i++) {
    const code = span[i]!;
    if (code >= 0 && numbers[code] === -1) {
      used[next] = code;
      numbers[code] = next++;
    }
    renumbered[i] = code < 0 ? -1 : numbers[code]!;
  }
  return { codes: renumbered, texts: pickTexts(texts, used.subarray(0, next)) };
}

function pickTexts({ bytes, offsets }: TextBytes, codes: Int32Array): TextBytes {
  const ends = new Int32Array(codes.length + 1);
  for (let i = 0; i < codes.length; i++) ends[i + 1] = ends[i]! + offsets[codes[i]! + 1]! - offsets[codes[i]!]!;
  const picked = new Uint8Array(ends[codes.length]!);
  for (let i = 0; i < codes.length; i++)
    picked.set(bytes.subarray(offsets[codes[i]!], offsets[codes[i]! + 1]), ends[i]);
  return { bytes: picked, offsets: ends };
}

/** @returns `undefined` if, on average, values do not come twice. */
function internSpan(
  { bytes, offsets }: TextBytes,
  { start, end }: RowSpan,
  validity: Uint8Array | undefined,
): SpanCodes | undefined {
  const dictionary = new ByteDictionary();
  const codes = new Int32Array(end - start);
  for (let row = start, trial = start + TRIAL_ROWS; row < end; row++) {
    codes[row - start] = validity?.[row] === 0 ? -1 : dictionary.intern(bytes, offsets[row]!, offsets[row + 1]!);
    if (row < trial) continue;
    if (dictionary.count * 2 > row - start) return undefined;
    trial = start + (row - start) * 2;
  }
  if (dictionary.count * 2 > end - start) return undefined;
  return { codes, texts: { bytes: dictionary.bytes, offsets: dictionary.offsets } };
}

interface CodeSpan {
  readonly span: RowSpan;
  readonly validity: Uint8Array | undefined;
}

function encodeCodes({ codes, texts }: SpanCodes, { span, validity }: CodeSpan, { pages, body }: ChunkTarget): void {
  const count = texts.offsets.length - 1;
  body.clear();
  appendTexts(texts, { start: 0, end: count }, { validity: undefined, body });
  pages.addDictionary(body.bytes, count);
  const width = Math.max(1, bitWidth(Math.max(0, count - 1)));
  for (let from = 0; from === 0 || from < codes.length; from += CODE_PAGE_ROWS) {
    const page = codes.subarray(from, from + CODE_PAGE_ROWS);
    body.clear();
    writeLevels(validity, { start: span.start + from, end: span.start + from + page.length }, body);
    body.appendByte(width);
    encodeRuns(validity === undefined ? page : page.filter((code) => code >= 0), width, body);
    pages.addData(body.bytes, page.length, "RLE_DICTIONARY");
  }
}

function encodePlain(
  { plain, coded, validity }: TextColumn,
  { start, end }: RowSpan,
  { pages, body }: ChunkTarget,
): void {
  if (plain === undefined) throw new TypeError(`no plain text beside ${coded === undefined ? "nothing" : "codes"}`);
  for (let from = start; from === start || from < end; ) {
    let to = from;
    for (let size = 0; to < end && size < TEXT_PAGE_BYTES; to++)
      size += 4 + plain.offsets[to + 1]! - plain.offsets[to]!;
    body.clear();
    writeLevels(validity, { start: from, end: to }, body);
    appendTexts(plain, { start: from, end: to }, { validity, body });
    pages.addData(body.bytes, to - from, "PLAIN");
    if (to === from) return;
    from = to;
  }
}

interface TextTarget {
  readonly validity: Uint8Array | undefined;
  readonly body: ByteBuffer;
}

function appendTexts({ bytes, offsets }: TextBytes, { start, end }: RowSpan, { validity, body }: TextTarget): void {
  const room = body.extend((end - start) * 4 + offsets[end]! - offsets[start]!);
  const copier = new ByteCopier(bytes, room);
  let at = 0;
  for (let row = start; row < end; row++) {
    if (validity?.[row] === 0) continue;
    const from = offsets[row]!;
    const length = offsets[row + 1]! - from;
    room[at] = length;
    room[at + 1] = length >>> 8;
    room[at + 2] = length >>> 16;
    room[at + 3] = length >>> 24;
    at += 4;
    copier.copy(from, from + length, at);
    at += length;
  }
  body.length -= room.length - at;
}
