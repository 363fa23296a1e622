import { type Vector } from "apache-arrow";
import { type TablePlace } from "../errors.ts";
import { decoding } from "./decoding.ts";
import { type ColumnSink } from "./flat-column.ts";
import { type ChunkLayout, type ColumnLayout, type LeafLayout } from "./layout.ts";
import { type ChunkItem, type CollectorContext, type ColumnCollector, leafSink } from "./leaf-sink.ts";
import { pagesOf } from "./pages.ts";

/**
 * Make the collector of a column; what nested ones need is loaded only for them.
 *
 * @throws UnsupportedParquetError if it has a type that is not read.
 */
export async function createCollector(
  column: ColumnLayout,
  rowGroupRows: readonly number[],
  context: CollectorContext,
): Promise<ColumnCollector> {
  if (column.isFlat) return new FlatCollector(column.leaves[0]!, column.name, context);
  const { NestedCollector } = await import("./nested-collector.ts");
  return new NestedCollector(column, rowGroupRows, context);
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
    this.#sink = decoding(place, () => leafSink(leaf, rows, { context, place }));
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
      decoding(this.#place, () => this.#decode(chunk, next));
    }
  }

  finish(): Vector {
    return decoding(this.#place, () => this.#sink.finish());
  }

  #decode({ codec, numValues }: ChunkLayout, bytes: Uint8Array): void {
    const { maxDefinition, maxRepetition } = this.#leaf;
    this.#sink.beginChunk();
    const chunk = { bytes, codec, numValues, maxDefinition, maxRepetition };
    for (const page of pagesOf(chunk, this.#context.decompress)) this.#sink.add(page);
  }
}
