import { type CompressionCodec, type Encoding, type PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { type Decompress } from "./codecs.ts";
import { bitWidth, decodeRuns, PageFault } from "./rle.ts";
import { checkThriftStruct } from "./thrift.ts";

/** The bytes of one column chunk with what the footer says of them. */
export interface ChunkBytes {
  readonly bytes: Uint8Array;
  readonly codec: CompressionCodec;
  /** Values including nulls that the chunk's pages must add up to. */
  readonly numValues: number;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** A decompressed page. Its arrays are valid until the next page is asked for. */
export type Page = { readonly kind: "dictionary"; readonly numValues: number; readonly values: Uint8Array } | DataPage;

/** A data page, version 1 or 2: `numPresent` encoded values and the levels that place them. */
export interface DataPage {
  readonly kind: "data";
  readonly encoding: Encoding;
  /** Values including nulls. */
  readonly numValues: number;
  /** Values that are there, as encoded in `values`. */
  readonly numPresent: number;
  /** Definition levels, `(numValues,)`; `undefined` where every value is there. */
  readonly definition: Uint8Array | undefined;
  /** Repetition levels, `(numValues,)`; `undefined` in flat columns. */
  readonly repetition: Uint8Array | undefined;
  readonly values: Uint8Array;
}

/**
 * Walk the pages of a column chunk in order.
 *
 * @throws PageFault, ThriftFault or CodecFault if the bytes contradict themselves or the footer.
 */
export function* pagesOf(chunk: ChunkBytes, decompress: Decompress): Generator<Page, void, void> {
  const view = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  let offset = 0;
  let remaining = chunk.numValues;
  while (remaining > 0) {
    const end = checkThriftStruct(chunk.bytes, offset);
    const header = parquetHeader({ view, offset });
    const size = byteCount(header.compressed_page_size, "compressed page size");
    if (end + size > chunk.bytes.length) throw new PageFault("a page ends beyond its column chunk");
    const body = chunk.bytes.subarray(end, end + size);
    offset = end + size;
    const page = openPage(header, body, { chunk, decompress });
    if (page === undefined) continue;
    if (page.kind === "data") {
      if (page.numValues > remaining)
        throw new PageFault(`pages hold more than the ${chunk.numValues} values announced`);
      remaining -= page.numValues;
    }
    yield page;
  }
}

interface PageContext {
  readonly chunk: ChunkBytes;
  readonly decompress: Decompress;
}

function openPage(header: PageHeader, body: Uint8Array, context: PageContext): Page | undefined {
  const size = byteCount(header.uncompressed_page_size, "page size");
  const { chunk } = context;
  if (header.type === "DATA_PAGE" && header.data_page_header) {
    const { num_values, encoding } = header.data_page_header;
    const numValues = valueCount(num_values, chunk.numValues);
    return splitV1(inflate(body, size, context), { chunk, numValues, encoding });
  }
  if (header.type === "DATA_PAGE_V2" && header.data_page_header_v2) return splitV2(header, body, context);
  if (header.type === "DICTIONARY_PAGE" && header.dictionary_page_header) {
    const values = inflate(body, size, context);
    // A dictionary is not bounded by the chunk's values (categories may go unused), but by its bytes.
    return { kind: "dictionary", numValues: valueCount(header.dictionary_page_header.num_values, 2 ** 31), values };
  }
  if (header.type === "INDEX_PAGE") return undefined;
  throw new PageFault(`page type ${header.type}`);
}

function inflate(body: Uint8Array, size: number, { chunk, decompress }: PageContext): Uint8Array {
  const page = decompress(body, size, chunk.codec);
  if (page.length !== size) throw new PageFault(`a page of ${page.length} bytes is announced as ${size}`);
  return page;
}

function splitV1(
  page: Uint8Array,
  {
    chunk,
    numValues,
    encoding,
  }: { readonly chunk: ChunkBytes; readonly numValues: number; readonly encoding: Encoding },
): DataPage {
  let at = 0;
  const runsOf = (): Uint8Array => {
    if (page.length < at + 4) throw new PageFault("a page ends within its levels");
    const length = page[at]! + page[at + 1]! * 2 ** 8 + page[at + 2]! * 2 ** 16 + page[at + 3]! * 2 ** 24;
    if (at + 4 + length > page.length) throw new PageFault("levels end beyond their page");
    const runs = page.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return runs;
  };
  const repetition = chunk.maxRepetition > 0 ? readLevels(runsOf(), chunk.maxRepetition, numValues) : undefined;
  const definition = chunk.maxDefinition > 0 ? readDefinition(runsOf(), chunk.maxDefinition, numValues) : undefined;
  const numPresent = countLevel(definition, chunk.maxDefinition, numValues);
  return { kind: "data", encoding, numValues, numPresent, definition, repetition, values: page.subarray(at) };
}

function splitV2(header: PageHeader, body: Uint8Array, { chunk, decompress }: PageContext): DataPage {
  const v2 = header.data_page_header_v2!;
  const numValues = valueCount(v2.num_values, chunk.numValues);
  const repetitionBytes = byteCount(v2.repetition_levels_byte_length, "level size");
  const definitionBytes = byteCount(v2.definition_levels_byte_length, "level size");
  const levelBytes = repetitionBytes + definitionBytes;
  if (levelBytes > body.length) throw new PageFault("levels end beyond their page");
  const repetition =
    chunk.maxRepetition > 0 ? readLevels(body.subarray(0, repetitionBytes), chunk.maxRepetition, numValues) : undefined;
  const definition =
    chunk.maxDefinition > 0
      ? readDefinition(body.subarray(repetitionBytes, levelBytes), chunk.maxDefinition, numValues)
      : undefined;
  const size = byteCount(header.uncompressed_page_size - levelBytes, "page size");
  const encoded = body.subarray(levelBytes);
  // Writers say "compressed" of pages whose values are no bytes at all.
  const isCompressed = v2.is_compressed !== false && encoded.length > 0;
  const values = isCompressed ? inflate(encoded, size, { chunk, decompress }) : encoded;
  const numPresent = countLevel(definition, chunk.maxDefinition, numValues);
  return { kind: "data", encoding: v2.encoding, numValues, numPresent, definition, repetition, values };
}

/** @returns `undefined` if every level is `max`, the usual case, told from a single run. */
function readDefinition(runs: Uint8Array, max: number, count: number): Uint8Array | undefined {
  return isOneRun(runs, max, count) ? undefined : readLevels(runs, max, count);
}

function readLevels(runs: Uint8Array, max: number, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  decodeRuns(runs, bitWidth(max), levels);
  return levels;
}

function isOneRun(runs: Uint8Array, max: number, count: number): boolean {
  let header = 0;
  for (let at = 0; at < 5; at++) {
    const byte = runs[at] ?? 0;
    header += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return header % 2 === 0 && header / 2 >= count && runs[at + 1] === max;
  }
  return false;
}

function countLevel(levels: Uint8Array | undefined, level: number, count: number): number {
  if (levels === undefined) return count;
  let found = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] === level) found++;
  return found;
}

function byteCount(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new PageFault(`${what} is ${typeof value === "number" ? value : "missing"}`);
}

function valueCount(value: unknown, most: number): number {
  const count = byteCount(value, "number of values");
  if (count <= most) return count;
  throw new PageFault(`a page of ${count} values, its column chunk has ${most}`);
}
