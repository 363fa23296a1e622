import { Binary, Bool, type DataType, Dictionary, Int32, Null, Utf8, type Vector } from "apache-arrow";
import { InvalidUtf8Error, type TablePlace } from "../errors.ts";
import { arrowVector } from "../vector/arrow-data.ts";
import { BoolSink } from "./bool-sink.ts";
import { type LeafType } from "./column-type.ts";
import { FixedSink } from "./fixed-sink.ts";
import { type MemoryBudget } from "./memory-budget.ts";
import { type Page } from "./pages.ts";
import { type TextEncoding, type TextParts, TextSink } from "./text-sink.ts";
import { areAllUtf8 } from "./utf8.ts";
import { type Validity } from "./validity.ts";

/** Bytes a value that bitmaps and levels take, rounded up: even a column of nulls is not free. */
const BITMAPS = 1.25;

/** Takes the pages of a flat column in row order and becomes its vector. */
export interface ColumnSink {
  beginChunk(): void;
  add(page: Page): void;
  readonly rows: number;
  /** The column as one chunk; call once, after the last page. */
  finish(): Vector;
}

/** What making a sink takes. */
export interface SinkOptions {
  readonly rows: number;
  readonly place: TablePlace;
  readonly encoding: TextEncoding;
  /** Whether the levels of a category have an order. */
  readonly isOrdered: boolean;
  readonly budget: MemoryBudget;
  /** What the footer says the column's bytes are, bounded by what is in the file. */
  readonly expectedBytes: number;
}

/**
 * Make the sink for a leaf type.
 *
 * @throws BudgetFault if so many values of this width cannot come from a file of this size.
 */
export function createSink(type: LeafType, options: SinkOptions): ColumnSink {
  if (type.kind === "text") return textSink(options);
  if (type.kind === "binary") return binarySink(options);
  if (type.kind === "bool") return boolSink(options);
  if (type.kind === "null") return nullSink(options);
  return fixedSink(type, options);
}

function fixedSink(type: Extract<LeafType, { kind: "fixed" }>, { rows, budget }: SinkOptions): ColumnSink {
  budget.take(rows * (type.width + BITMAPS));
  const sink = new FixedSink(rows, type.width, type.isInteger);
  return withFinish(sink, () => {
    const data = type.layout(sink.values, rows);
    return arrowVector(type.type, { length: rows, data, ...nullsOf(sink.validity) });
  });
}

function boolSink({ rows, budget }: SinkOptions): ColumnSink {
  budget.take(rows * BITMAPS);
  const sink = new BoolSink(rows);
  return withFinish(sink, () =>
    arrowVector(new Bool(), { length: rows, data: sink.bitmap, ...nullsOf(sink.validity) }),
  );
}

function nullSink({ rows, budget }: SinkOptions): ColumnSink {
  budget.take(rows * BITMAPS);
  const sink = {
    rows: 0,
    beginChunk(): void {},
    add(page: Page): void {
      if (page.kind === "data") sink.rows += page.numValues;
    },
    finish: (): Vector => arrowVector(new Null(), { length: sink.rows }),
  };
  return sink;
}

function binarySink(options: SinkOptions): ColumnSink {
  const { rows, budget, expectedBytes } = options;
  const sink = new TextSink(rows, { encoding: "plain", budget, expectedBytes });
  return withFinish(sink, () => plainVector(new Binary(), sink.finish(), sink.validity));
}

function textSink(options: SinkOptions): ColumnSink {
  const { rows, encoding, budget, expectedBytes, place, isOrdered } = options;
  const sink = new TextSink(rows, { encoding, budget, expectedBytes });
  return withFinish(sink, () => {
    const parts = sink.finish();
    const { bytes, offsets } = parts.kind === "plain" ? parts : parts.dictionary;
    if (!areAllUtf8(bytes, offsets)) throw new InvalidUtf8Error(place);
    if (parts.kind === "plain") return plainVector(new Utf8(), parts, sink.validity);
    const type = new Dictionary(new Utf8(), new Int32(), null, isOrdered);
    const dictionary = arrowVector(new Utf8(), { length: parts.dictionary.count, data: bytes, valueOffsets: offsets });
    return arrowVector(type, { length: rows, data: parts.codes, dictionary, ...nullsOf(sink.validity) });
  });
}

function plainVector(type: DataType, parts: TextParts, validity: Validity): Vector {
  if (parts.kind !== "plain") throw new TypeError("values held as codes"); // unreachable: "plain" was asked for
  const { offsets, bytes } = parts;
  return arrowVector(type, { length: offsets.length - 1, data: bytes, valueOffsets: offsets, ...nullsOf(validity) });
}

type Collector = Pick<ColumnSink, "beginChunk" | "add" | "rows">;

function withFinish(sink: Collector, finish: () => Vector): ColumnSink {
  return {
    beginChunk: () => sink.beginChunk(),
    add: (page) => sink.add(page),
    get rows() {
      return sink.rows;
    },
    finish,
  };
}

function nullsOf(validity: Validity): { readonly nullCount: number; readonly nullBitmap: Uint8Array | undefined } {
  return { nullCount: validity.nullCount, nullBitmap: validity.bitmap };
}
