import { DataType, type Table, type Vector } from "apache-arrow";
import { type FileMetaData, type RowGroup } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { ColumnNotFoundError, InvalidColumnError } from "../errors.ts";
import { type PandasMetadata, parsePandasMetadata } from "../parquet/pandas-metadata.ts";
import { concatVectors } from "../vector/concat-vectors.ts";
import { dictionaryColumn } from "../vector/text.ts";
import { arrowSchemaEntry } from "./arrow-schema.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { type ColumnEncoder, columnEncoder } from "./column-encoder.ts";
import { type Compressor, compressorOf } from "./compression.ts";
import { type RowSpan } from "./levels.ts";
import { PageWriter } from "./page-writer.ts";
import { inheritedDtype, type PandasIndex, type PandasSource, pandasEntry } from "./pandas-entry.ts";

/** "PAR1" */
const MAGIC = new Uint8Array([0x50, 0x41, 0x52, 0x31]);

/** Rows a group has unless said otherwise; pyarrow's own choice. */
const ROW_GROUP_ROWS = 1 << 20;

/** Options of {@link writeParquet}. */
export interface WriteParquetOptions {
  /**
   * Columns that are the row index in pandas, in the order of its levels. If not given: those of the `pandas` entry in
   * the metadata, else a range.
   */
  readonly index?: readonly string[] | undefined;
  /** True for an index 0, 1, 2 … also where the metadata names columns. */
  readonly rangeIndex?: boolean | undefined;
  /** Entries of the file; the schema's metadata if not given. `pandas` and `ARROW:schema` are always made anew. */
  readonly keyValueMetadata?: ReadonlyMap<string, string> | undefined;
  /**
   * Text columns that are categories in pandas, besides those whose dictionary is ordered and those that the `pandas`
   * entry names. Other dictionaries only save space.
   */
  readonly categories?: readonly string[] | undefined;
  /** dtypes in pandas, by column, where not the natural ones: `{ file_size: "UInt64" }`. */
  readonly dtypes?: Readonly<Record<string, string>> | undefined;
  /** `"snappy"` by default. */
  readonly compression?: "snappy" | "none" | Compressor | undefined;
  /** Rows a row group has; 1,048,576 by default. */
  readonly rowGroupSize?: number | undefined;
}

/** Makes a Parquet file piece by piece: row groups as tables come, the footer last. */
export class ParquetEncoder {
  readonly #options: WriteParquetOptions;
  readonly #compressor: Compressor;
  readonly #rowGroups: RowGroup[] = [];
  readonly #body = new ByteBuffer(1 << 21);
  #offset = 0;
  #numRows = 0;
  #columns: PandasSource[] | undefined;
  #schema: FileMetaData["schema"] = [];
  #metadata: ReadonlyMap<string, string> = new Map();
  #pandas: PandasMetadata | undefined;

  constructor(options: WriteParquetOptions) {
    this.#options = options;
    this.#compressor = compressorOf(options.compression ?? "snappy");
    const size = options.rowGroupSize ?? ROW_GROUP_ROWS;
    if (!Number.isInteger(size) || size < 1)
      throw new InvalidColumnError(`row groups of ${size} rows, expected at least one`);
  }

  /**
   * The row groups of one table, column chunk by column chunk.
   *
   * @throws UnsupportedColumnTypeError if a column cannot be written.
   * @throws InvalidColumnError if its columns are not those of the tables before.
   */
  *rowGroups(table: Table): Generator<Uint8Array, void, void> {
    if (this.#columns === undefined) {
      this.#metadata = this.#options.keyValueMetadata ?? table.schema.metadata;
      const pandas = this.#metadata.get("pandas");
      this.#pandas = pandas === undefined ? undefined : parsePandasMetadata(pandas);
    }
    const columns = table.schema.fields.map(({ name }, i) =>
      this.#describe(name, concatVectors([table.getChildAt(i)!])),
    );
    const encoders = columns.map(({ source, vector }) =>
      columnEncoder(source.name, vector, source.categories !== undefined),
    );
    this.#agree(
      columns.map(({ source }) => source),
      encoders,
    );
    const isFirst = this.#offset === 0;
    if (isFirst) yield this.#count(MAGIC);
    const size = this.#options.rowGroupSize ?? ROW_GROUP_ROWS;
    for (let start = 0; start < table.numRows || (start === 0 && isFirst); start += size) {
      yield* this.#rowGroup(encoders, { start, end: Math.min(start + size, table.numRows) });
    }
  }

  /**
   * The end of the file.
   *
   * @throws ColumnNotFoundError if the index names a column that is not there.
   * @throws InvalidColumnError if no table was given.
   */
  footer(): Uint8Array {
    const columns = this.#columns;
    if (columns === undefined) throw new InvalidColumnError("no table to write, expected at least one");
    const metadata = new Map(this.#metadata);
    metadata.delete("ARROW:schema");
    metadata.set("pandas", pandasEntry(columns, this.#index(columns)));
    const entries = [...metadata, ["ARROW:schema", arrowSchemaEntry(columns, metadata)] as const];
    const writer = new ByteWriter(4096);
    writeMetadata(writer, {
      version: 2,
      schema: this.#schema,
      num_rows: BigInt(this.#numRows),
      row_groups: this.#rowGroups,
      key_value_metadata: entries.map(([key, value]) => ({ key, value })),
      created_by: "@neurophys/tables",
      metadata_length: 0,
    });
    writer.appendBytes(MAGIC);
    return new Uint8Array(writer.getBuffer());
  }

  *#rowGroup(encoders: readonly ColumnEncoder[], span: RowSpan): Generator<Uint8Array, void, void> {
    const pages = new PageWriter(this.#compressor);
    const rows = BigInt(span.end - span.start);
    const columns: RowGroup["columns"] = [];
    let totalBytes = 0;
    for (const { element, encode } of encoders) {
      const start = this.#offset;
      encode(span, { pages, body: this.#body });
      const { parts, plainBytes, storedBytes, encodings, dictionaryBytes } = pages.take();
      for (const part of parts) yield this.#count(part);
      totalBytes += plainBytes;
      columns.push({
        file_offset: 0n,
        meta_data: {
          type: element.type!,
          encodings,
          path_in_schema: [element.name],
          codec: this.#compressor.codec,
          num_values: rows,
          total_uncompressed_size: BigInt(plainBytes),
          total_compressed_size: BigInt(storedBytes),
          data_page_offset: BigInt(start + dictionaryBytes),
          ...(dictionaryBytes > 0 ? { dictionary_page_offset: BigInt(start) } : {}),
        },
      });
    }
    this.#rowGroups.push({ columns, total_byte_size: BigInt(totalBytes), num_rows: rows });
    this.#numRows += span.end - span.start;
  }

  #count(bytes: Uint8Array): Uint8Array {
    this.#offset += bytes.length;
    return bytes;
  }

  #describe(name: string, vector: Vector): { readonly source: PandasSource; readonly vector: Vector } {
    const { type } = vector;
    const before = this.#pandas?.columns.get(name);
    const isDictionary = DataType.isDictionary(type);
    const isCategory =
      isDictionary &&
      (type.isOrdered || before?.pandasType === "categorical" || this.#options.categories?.includes(name) === true);
    const isOrdered = isDictionary && (type.isOrdered || (isCategory && before?.isOrdered === true));
    const categories = isCategory ? dictionaryColumn(vector).values.length : undefined;
    const column = { name, type, categories, isOrdered };
    const dtype = this.#options.dtypes?.[name] ?? inheritedDtype(this.#pandas, column);
    return { source: { ...column, hasNulls: vector.nullCount > 0, dtype }, vector };
  }

  /** Take the first table's columns as the file's; hold later ones to them. */
  #agree(columns: readonly PandasSource[], encoders: readonly ColumnEncoder[]): void {
    const before = this.#columns;
    if (before === undefined) {
      this.#schema = [{ name: "schema", num_children: columns.length }, ...encoders.map(({ element }) => element)];
      this.#columns = [...columns];
      return;
    }
    const describe = (column: PandasSource | undefined): string => `"${column?.name}" of ${column?.type}`;
    for (let i = 0; i < Math.max(before.length, columns.length); i++) {
      if (describe(before[i]) !== describe(columns[i])) {
        throw new InvalidColumnError(
          `column ${describe(columns[i])}, in the table before it was ${describe(before[i])}`,
        );
      }
      const hasNulls = before[i]!.hasNulls || columns[i]!.hasNulls;
      before[i] = { ...before[i]!, ...columns[i]!, hasNulls };
    }
  }

  #index(columns: readonly PandasSource[]): PandasIndex {
    const names = columns.map(({ name }) => name);
    const { index, rangeIndex } = this.#options;
    for (const name of index ?? []) if (!names.includes(name)) throw new ColumnNotFoundError(name, names);
    const inherited = this.#pandas?.indexColumns.filter((name) => names.includes(name)) ?? [];
    const chosen = rangeIndex === true ? [] : (index ?? inherited);
    if (chosen.length > 0) return { columns: chosen, range: undefined };
    const { start, step } = (rangeIndex === undefined ? this.#pandas?.rangeIndex : undefined) ?? { start: 0, step: 1 };
    return { columns: [], range: { start, stop: start + step * this.#numRows, step } };
  }
}
