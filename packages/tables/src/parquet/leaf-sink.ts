import { type Vector } from "apache-arrow";
import { type TablePlace, UnsupportedParquetError } from "../errors.ts";
import { type Decompress } from "./codecs.ts";
import { leafType } from "./column-type.ts";
import { type ColumnSink, createSink } from "./flat-column.ts";
import { type LeafLayout } from "./layout.ts";
import { type MemoryBudget } from "./memory-budget.ts";
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
  readonly budget: MemoryBudget;
  /** List levels that nested columns may be unfolded to. */
  readonly maxNestedLevels: number;
  readonly pandas: PandasColumn | undefined;
  readonly encoding: TextEncoding | undefined;
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
 * @throws BudgetFault if the file is too small for so many values.
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
  const isCategory = context.pandas?.pandasType === "categorical";
  const stored = chunks.reduce((sum, { length }) => sum + length, 0);
  const announced = chunks.reduce((sum, { uncompressedBytes }) => sum + uncompressedBytes, 0);
  return createSink(type, {
    rows,
    place,
    encoding: context.encoding ?? (isCategory ? "dictionary" : "auto"),
    isOrdered: isCategory && context.pandas?.isOrdered === true,
    budget: context.budget,
    expectedBytes: Math.min(announced, stored * 4),
  });
}
