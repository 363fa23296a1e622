import { type Vector } from "apache-arrow";
import { CorruptParquetError, type TablePlace, UnsupportedParquetError } from "../errors.ts";
import { type Decompress } from "./codecs.ts";
import { leafType } from "./column-type.ts";
import { type ColumnSink, createSink, decoding } from "./flat-column.ts";
import { type ChunkLayout, type ColumnLayout, type LeafLayout } from "./layout.ts";
import { NestedCollector } from "./nested-collector.ts";
import { pagesOf } from "./pages.ts";
import { type PandasColumn } from "./pandas-metadata.ts";
import { type TextEncoding } from "./text-sink.ts";

/** Which chunk of a column some bytes are. */
export interface ChunkItem {
  /** Index of the leaf within the column; 0 where it is flat. */
  readonly leaf: number;
  readonly group: number;
}

/** Takes the chunks of one column, in any order, and becomes its vector. */
export interface ColumnCollector {
  add(chunk: ChunkItem, bytes: Uint8Array): void;
  finish(): Vector;
}

/** What collecting a column takes besides its layout. */
export interface CollectorContext {
  readonly key: string;
  readonly decompress: Decompress;
  readonly maxBytes: number;
  readonly pandas: PandasColumn | undefined;
  readonly encoding: TextEncoding | undefined;
}

/**
 * Make the collector of a column.
 *
 * @throws UnsupportedParquetError if it has a type that is not read.
 */
export function createCollector(
  column: ColumnLayout,
  rowGroupRows: readonly number[],
  context: CollectorContext,
): ColumnCollector {
  if (!column.isFlat) return new NestedCollector(column, rowGroupRows, context);
  return new FlatCollector(column.leaves[0]!, column.name, context);
}

class FlatCollector implements ColumnCollector {
  readonly #sink: ColumnSink;
  readonly #leaf: LeafLayout;
  readonly #place: TablePlace;
  readonly #context: CollectorContext;
  /** Chunks that lie in the file before their turn. */
  readonly #waiting = new Map<number, Uint8Array>();
  #nextGroup = 0;

  constructor(leaf: LeafLayout, column: string, context: CollectorContext) {
    const place = { key: context.key, column };
    const rows = leaf.chunks.reduce((sum, { numValues }) => sum + numValues, 0);
    this.#sink = leafSink(leaf, rows, { context, place });
    this.#leaf = leaf;
    this.#place = place;
    this.#context = context;
  }

  add({ group }: ChunkItem, bytes: Uint8Array): void {
    this.#waiting.set(group, bytes);
    for (;;) {
      const next = this.#waiting.get(this.#nextGroup);
      if (next === undefined) return;
      this.#waiting.delete(this.#nextGroup);
      const chunk = this.#leaf.chunks[this.#nextGroup++]!;
      const { maxBytes } = this.#context;
      decoding(this.#place, maxBytes, () => this.#decode(chunk, next));
    }
  }

  finish(): Vector {
    return decoding(this.#place, this.#context.maxBytes, () => this.#sink.finish());
  }

  #decode({ codec, numValues }: ChunkLayout, bytes: Uint8Array): void {
    const { maxDefinition, maxRepetition } = this.#leaf;
    this.#sink.beginChunk();
    const chunk = { bytes, codec, numValues, maxDefinition, maxRepetition };
    for (const page of pagesOf(chunk, this.#context.decompress)) this.#sink.add(page);
  }
}

/** Where and how a leaf is read. */
export interface LeafSinkContext {
  readonly context: CollectorContext;
  readonly place: TablePlace;
}

/**
 * The sink for a leaf's values.
 *
 * @param rows - Values it will be given.
 * @throws UnsupportedParquetError if the leaf's type is not read.
 */
export function leafSink(
  { schemaPath, chunks }: LeafLayout,
  rows: number,
  { context, place }: LeafSinkContext,
): ColumnSink {
  const { element } = schemaPath.at(-1)!;
  const type = leafType(element, context.pandas);
  if (type === undefined)
    throw new UnsupportedParquetError(place, `type ${element.type} of ${element.type_length} bytes`);
  if (element.type === undefined) throw new CorruptParquetError(place, "a column without a type");
  const isCategory = context.pandas?.pandasType === "categorical";
  const stored = chunks.reduce((sum, { length }) => sum + length, 0);
  const announced = chunks.reduce((sum, { uncompressedBytes }) => sum + uncompressedBytes, 0);
  return createSink(type, {
    rows,
    place,
    encoding: context.encoding ?? (isCategory ? "dictionary" : "auto"),
    isOrdered: isCategory && context.pandas?.isOrdered === true,
    maxBytes: context.maxBytes,
    expectedBytes: Math.min(announced, stored * 4),
  });
}
