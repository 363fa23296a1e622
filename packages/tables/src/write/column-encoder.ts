import { type Data, DataType, type Vector } from "apache-arrow";
import { type SchemaElement } from "hyparquet";
import { UnsupportedColumnTypeError } from "../errors.ts";
import { unpackBits, unpackValidity } from "../vector/bitmap.ts";
import { type ByteBuffer } from "./byte-buffer.ts";
import { type ChunkTarget, type RowSpan, writeLevels } from "./levels.ts";
import { binaryColumn, encodeText, textColumn } from "./text-encoder.ts";
import { type FixedSource, fixedSource } from "./value-source.ts";

/** Bytes a page of numbers has. */
const PAGE_BYTES = 1 << 20;

/** Writes one column of a table, a row group at a time. */
export interface ColumnEncoder {
  /** How the file's schema says the column. */
  readonly element: SchemaElement;
  /** Write the pages of rows `[start, end)`. */
  encode(span: RowSpan, target: ChunkTarget): void;
}

/**
 * Make the encoder of a column.
 *
 * @param vector - One chunk.
 * @param isCategory - Whether text codes are a category, whose levels are kept in order.
 * @throws UnsupportedColumnTypeError if its type has no flat form in Parquet.
 */
export function columnEncoder(name: string, vector: Vector, isCategory: boolean): ColumnEncoder {
  const { type } = vector;
  const data = vector.data[0]!;
  const element = { name, repetition_type: "OPTIONAL" } as const;
  const isText = DataType.isUtf8(type) || DataType.isLargeUtf8(type);
  if (isText || (DataType.isDictionary(type) && isTextType(type.dictionary))) {
    const column = textColumn(vector, isCategory);
    return {
      element: { ...element, type: "BYTE_ARRAY", converted_type: "UTF8" },
      encode: (span, target) => encodeText(column, span, target),
    };
  }
  if (DataType.isBinary(type)) {
    const column = binaryColumn(data);
    return { element: { ...element, type: "BYTE_ARRAY" }, encode: (span, target) => encodeText(column, span, target) };
  }
  if (DataType.isBool(type)) {
    return { element: { ...element, type: "BOOLEAN" }, encode: (span, target) => encodeBools(data, span, target) };
  }
  if (DataType.isNull(type)) {
    const logical_type = { type: "NULL" } as const;
    return { element: { ...element, type: "INT32", logical_type }, encode: encodeNulls };
  }
  const source = fixedSource(data);
  if (source === undefined) throw new UnsupportedColumnTypeError(name, String(type), "Parquet");
  const validity = unpackValidity(data);
  return {
    element: { ...element, ...source.element },
    encode: (span, target) => encodeFixed(source, { span, validity }, target),
  };
}

function isTextType(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type);
}

interface ValidSpan {
  readonly span: RowSpan;
  readonly validity: Uint8Array | undefined;
}

function encodeFixed(source: FixedSource, { span, validity }: ValidSpan, { pages, body }: ChunkTarget): void {
  const pageRows = Math.max(8, Math.floor(PAGE_BYTES / source.width));
  for (const { start, end } of pagesIn(span, pageRows)) {
    body.clear();
    writeLevels(validity, { start, end }, body);
    appendPresent(source.bytesOf(start, end), { validity: validity?.subarray(start, end), width: source.width }, body);
    pages.addData(body.bytes, end - start, "PLAIN");
  }
}

/** At least one page, also for no rows: readers look for it. */
function* pagesIn({ start, end }: RowSpan, pageRows: number): Generator<RowSpan> {
  for (let from = start; from === start || from < end; from += pageRows) {
    yield { start: from, end: Math.min(from + pageRows, end) };
  }
}

interface PresentOptions {
  readonly validity: Uint8Array | undefined;
  readonly width: number;
}

/** Append the values that are there, close together. */
function appendPresent(bytes: Uint8Array, { validity, width }: PresentOptions, body: ByteBuffer): void {
  if (validity === undefined) {
    body.append(bytes);
    return;
  }
  const room = body.extend(bytes.length);
  let at = 0;
  for (let row = 0; row < validity.length; row++) {
    if (validity[row] === 0) continue;
    for (let byte = row * width, end = byte + width; byte < end; byte++) room[at++] = bytes[byte]!;
  }
  body.length -= room.length - at;
}

function encodeBools(data: Data, span: RowSpan, { pages, body }: ChunkTarget): void {
  const flags = unpackBits(data.values as Uint8Array, data.offset + span.start, span.end - span.start);
  const all = unpackValidity(data);
  for (const { start, end } of pagesIn(span, PAGE_BYTES)) {
    body.clear();
    writeLevels(all, { start, end }, body);
    const bits = body.extend(Math.ceil((end - start) / 8));
    bits.fill(0);
    let at = 0;
    for (let row = start; row < end; row++) {
      if (all?.[row] === 0) continue;
      bits[at >> 3]! |= flags[row - span.start]! << (at & 7);
      at++;
    }
    body.length -= bits.length - Math.ceil(at / 8);
    pages.addData(body.bytes, end - start, "PLAIN");
  }
}

function encodeNulls({ start, end }: RowSpan, { pages, body }: ChunkTarget): void {
  body.clear();
  body.appendUint32(0);
  body.appendVarint((end - start) * 2);
  body.appendByte(0);
  const length = body.length - 4;
  body.bytes[0] = length;
  pages.addData(body.bytes, end - start, "PLAIN");
}
