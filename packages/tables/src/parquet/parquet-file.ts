import { type ByteStore } from "@neurophys/alf/store";
import { type Table } from "apache-arrow";
import { ColumnNotFoundError, TableTooLargeError } from "../errors.ts";
import { type NamedVector, tableOf } from "../vector/arrow-data.ts";
import { loadDecompress } from "./codecs.ts";
import { createCollector } from "./column-collector.ts";
import { decoding } from "./decoding.ts";
import { type Footer, readFooter } from "./footer.ts";
import { type ColumnLayout, type FileLayout, layOut } from "./layout.ts";
import { type ChunkItem, type ColumnCollector } from "./leaf-sink.ts";
import { MemoryBudget } from "./memory-budget.ts";
import { type PandasMetadata, parsePandasMetadata } from "./pandas-metadata.ts";
import { readRanges, type WantedRange } from "./ranges.ts";
import { type TextEncoding } from "./text-sink.ts";

/** Rows any file may announce, and for every byte of it so many more: runs make many rows of few bytes. */
const FREE_ROWS = 1 << 24;
const ROWS_A_BYTE = 64;
/** The same for the memory of the columns of one call; a believed row adds what a wide one takes. */
const FREE_BYTES = 1 << 29;
const MEMORY_A_BYTE = 256;
const MEMORY_A_ROW = 64;
/** The same for levels of nested columns, each of which becomes an array while it is assembled. */
const FREE_NESTED_LEVELS = 1 << 22;
const NESTED_LEVELS_A_BYTE = 16;

/** Options of {@link openParquet}. */
export interface OpenParquetOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Rows a file may announce; by default 2^24 and 64 a byte of the file. Memory is bounded likewise, by half a gigabyte
   * and 256 bytes a byte of the file; giving this believes in 64 bytes a row besides.
   */
  readonly maxRows?: number | undefined;
}

/** Options of {@link ParquetFile.readColumns}. */
export interface ReadColumnsOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** How to hold text columns, by name; `"auto"` for those not named. */
  readonly encoding?: Readonly<Record<string, TextEncoding>> | undefined;
}

/** An open Parquet file: its footer is known, its columns are read when asked for. */
export interface ParquetFile {
  /** Rows of all row groups. */
  readonly numRows: number;
  /** In file order; the index columns of a pandas frame are among them. */
  readonly columnNames: readonly string[];
  /** Everything the writer attached: `pandas`, `one_metadata`, `ARROW:schema` … */
  readonly keyValueMetadata: ReadonlyMap<string, string>;
  /** The `pandas` entry, parsed; `undefined` if the file has none. */
  readonly pandas: PandasMetadata | undefined;
  /**
   * Read columns as an Arrow table of one batch, whose schema metadata is `keyValueMetadata`.
   *
   * Only the byte ranges of these columns are read, neighbours together, several at once. Repeated text comes as
   * `Dictionary<Utf8, Int32>` (code −1 under a null), other text as `Utf8`; 64-bit integers and times keep every bit
   * (`BigInt64Array`, `BigUint64Array`).
   *
   * @param names - Columns in the order wanted; all of them, in file order, if not given.
   * @throws ColumnNotFoundError if the file has no such column.
   * @throws CorruptParquetError, InvalidUtf8Error, TableTooLargeError if the data are not what the footer says.
   * @throws UnsupportedParquetError if a codec or type is not read.
   */
  readColumns(names?: readonly string[], options?: ReadColumnsOptions): Promise<Table>;
}

/**
 * Open a Parquet file in a store: two reads at most (its end, and the rest of a large footer), besides its size.
 *
 * @throws TableNotFoundError if there is no such key.
 * @throws TruncatedParquetError, CorruptParquetError if it is not a whole Parquet file.
 * @throws UnsupportedParquetError if it is encrypted or refers to other files.
 * @throws TableTooLargeError if it announces more rows than its size can justify.
 * @see Source: `pyarrow.parquet.ParquetFile`; columns come merged over row groups.
 */
export async function openParquet(
  store: ByteStore,
  key: string,
  options: OpenParquetOptions = {},
): Promise<ParquetFile> {
  const footer = await readFooter(store, key, options.signal);
  const layout = decoding({ key }, () => layOut(footer.metadata, { key, sizeBytes: footer.sizeBytes }));
  const limit = options.maxRows ?? FREE_ROWS + footer.sizeBytes * ROWS_A_BYTE;
  if (layout.numRows > limit) throw new TableTooLargeError({ key }, "rows", { claimed: layout.numRows, limit });
  return decoding({ key }, () => new OpenFile({ store, key, footer, layout, believedRows: options.maxRows ?? 0 }));
}

/**
 * Open a Parquet file that is in memory.
 *
 * @param key - Name for messages.
 * @throws the errors of {@link openParquet}.
 */
export async function openParquetBytes(
  bytes: Uint8Array<ArrayBuffer>,
  { key = "table in memory", ...options }: OpenParquetOptions & { readonly key?: string | undefined } = {},
): Promise<ParquetFile> {
  const store: ByteStore = {
    location: "memory",
    size: async () => bytes.length,
    read: async (_key, { range } = {}) =>
      range === undefined ? bytes : bytes.subarray(range.offset, range.offset + range.length),
  };
  return openParquet(store, key, options);
}

interface OpenFileParts {
  readonly store: ByteStore;
  readonly key: string;
  readonly footer: Footer;
  readonly layout: FileLayout;
  /** Rows the caller said to believe in. */
  readonly believedRows: number;
}

class OpenFile implements ParquetFile {
  readonly numRows: number;
  readonly columnNames: readonly string[];
  readonly keyValueMetadata: ReadonlyMap<string, string>;
  readonly pandas: PandasMetadata | undefined;
  readonly #parts: OpenFileParts;

  constructor(parts: OpenFileParts) {
    const { layout, footer } = parts;
    this.#parts = parts;
    this.numRows = layout.numRows;
    this.columnNames = [...layout.columns.keys()];
    const entries = footer.metadata.key_value_metadata ?? [];
    this.keyValueMetadata = new Map(entries.map(({ key, value }) => [key ?? "", value ?? ""]));
    const pandas = this.keyValueMetadata.get("pandas");
    this.pandas = pandas === undefined ? undefined : parsePandasMetadata(pandas);
  }

  async readColumns(names = this.columnNames, { signal, encoding = {} }: ReadColumnsOptions = {}): Promise<Table> {
    const { store, key, footer } = this.#parts;
    const columns = await this.#openColumns(names, encoding);
    const ranges = [...columns.values()].flatMap(chunkRanges);
    for await (const { item, bytes } of readRanges(ranges, { store, key, tail: footer.tail, signal })) {
      item.collector.add(item, bytes);
    }
    const vectors = new Map([...columns].map(([name, { collector }]) => [name, collector.finish()]));
    const named = names.map((name): NamedVector => {
      const isRequired = columns.get(name)!.layout.node.element.repetition_type === "REQUIRED";
      return { name, vector: vectors.get(name)!, nullable: !isRequired };
    });
    return tableOf(named, this.numRows, this.keyValueMetadata);
  }

  async #openColumns(names: readonly string[], encoding: Readonly<Record<string, TextEncoding>>): Promise<OpenColumns> {
    const { key, footer, layout, believedRows } = this.#parts;
    const wanted = names.map((name) => {
      const column = layout.columns.get(name);
      if (column === undefined) throw new ColumnNotFoundError(name, this.columnNames);
      return column;
    });
    const codecs = new Set(
      wanted.flatMap(({ leaves }) => leaves.flatMap(({ chunks }) => chunks.map(({ codec }) => codec))),
    );
    const decompress = await loadDecompress(codecs, { key });
    const { sizeBytes } = footer;
    const budget = new MemoryBudget(FREE_BYTES + sizeBytes * MEMORY_A_BYTE + believedRows * MEMORY_A_ROW);
    const maxNestedLevels = FREE_NESTED_LEVELS + sizeBytes * NESTED_LEVELS_A_BYTE + believedRows;
    const shared = { key, decompress, budget, maxNestedLevels };
    const opened = new Map<string, OpenColumn>();
    for (const column of new Set(wanted)) {
      const { name } = column;
      const context = { ...shared, pandas: this.pandas?.columns.get(name), encoding: encoding[name] };
      opened.set(name, { layout: column, collector: await createCollector(column, layout.rowGroupRows, context) });
    }
    return opened;
  }
}

interface OpenColumn {
  readonly layout: ColumnLayout;
  readonly collector: ColumnCollector;
}

type OpenColumns = ReadonlyMap<string, OpenColumn>;

function chunkRanges({
  layout,
  collector,
}: OpenColumn): WantedRange<ChunkItem & { readonly collector: ColumnCollector }>[] {
  return layout.leaves.flatMap(({ chunks }, leaf) =>
    chunks.map(({ offset, length }, group) => ({ offset, length, item: { leaf, group, collector } })),
  );
}
