import { type ParquetFile } from "@neurophys/tables";
import { type Vector } from "apache-arrow";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { castColumn } from "./cast-column.ts";
import { isDistinctText } from "./column-types.ts";
import { UnreadableTableError } from "./errors.ts";
import { LazyColumns } from "./lazy-columns.ts";
import { makeColumn } from "./make-column.ts";
import { indexFirst, storedColumn } from "./memory-table.ts";
import { isSorted, sortedOrder } from "./row-order.ts";
import { type ColumnSource, type TablePlan } from "./table-plan.ts";
import { takeRows } from "./take-rows.ts";
import { dictionaryType, isTextType, textRows } from "./text-rows.ts";
import { uuidDictionaryFromIntPairs, uuidsFromIntPairs } from "./uuid-from-int-pairs.ts";

/** What a {@link FileTable} is made of. */
export interface FileTableParts {
  readonly file: ParquetFile;
  readonly plan: TablePlan;
  readonly metadata: TableMetadata;
  /** Folder or URL of the file, for messages. */
  readonly location: string;
  /** Columns by which the writer says the rows are sorted. */
  readonly sortedBy: readonly string[];
}

/** A cache table in a Parquet file: each column is read when it is first asked for, and kept. */
export class FileTable implements CacheTable {
  readonly name: string;
  readonly numRows: number;
  readonly indexNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly metadata: TableMetadata;
  /** Folder or URL of the file. */
  readonly location: string;
  readonly #parts: FileTableParts;
  readonly #inFileOrder: LazyColumns;
  readonly #inOrder: LazyColumns;
  #order: Promise<Int32Array | undefined> | undefined;

  constructor(name: string, parts: FileTableParts) {
    this.name = name;
    this.#parts = parts;
    this.numRows = parts.file.numRows;
    this.indexNames = parts.plan.indexNames;
    this.columnNames = indexFirst(parts.plan.indexNames, parts.plan.columns.keys());
    this.metadata = parts.metadata;
    this.location = parts.location;
    this.#inFileOrder = new LazyColumns((column) => this.#read(column));
    this.#inOrder = new LazyColumns((column) => this.#sorted(column));
  }

  async column(name: string): Promise<Vector | undefined> {
    return this.#parts.plan.columns.has(name) ? this.#inOrder.get(name) : undefined;
  }

  async unorderedColumns(names: readonly string[]): Promise<readonly (Vector | undefined)[]> {
    return Promise.all(
      names.map((name) => (this.#parts.plan.columns.has(name) ? this.#inFileOrder.get(name) : undefined)),
    );
  }

  async #sorted(name: string): Promise<Vector> {
    if (name === this.indexNames[0]) {
      // sorting by the other levels moves rows with the same eid only: the ids, most of a file, need not be read
      const first = await this.#inFileOrder.get(name);
      if (isSorted([textRows(first)])) return first;
    }
    const [column, order] = await Promise.all([this.#inFileOrder.get(name), this.#rowOrder()]);
    return order === undefined ? column : takeRows([column], order);
  }

  /** Where each row of the sorted table is in the file; `undefined` if the file is sorted. */
  #rowOrder(): Promise<Int32Array | undefined> {
    if (this.#order === undefined) {
      this.#order = this.#findOrder();
      this.#order.catch(() => {
        this.#order = undefined;
      });
    }
    return this.#order;
  }

  async #findOrder(): Promise<Int32Array | undefined> {
    const { sortedBy } = this.#parts;
    if (this.indexNames.every((name, level) => sortedBy[level] === name)) return undefined;
    const levels = (await this.unorderedColumns(this.indexNames)).map((column) => textRows(column!));
    return isSorted(levels) ? undefined : sortedOrder(levels);
  }

  async #read(name: string): Promise<Vector> {
    const vector = await this.#fromSource(name, this.#parts.plan.columns.get(name)!);
    const stored = storedColumn(this.indexNames, name, vector);
    // levels of quality are compared by their codes, which therefore have to be the same in all tables
    const isLevels = this.name === "datasets" && name === "qc" && isTextType(stored.type);
    return isLevels ? castColumn(stored, dictionaryType(true), { column: name }) : stored;
  }

  async #fromSource(column: string, source: ColumnSource): Promise<Vector> {
    switch (source.kind) {
      case "file": {
        const encoding = isDistinctText(this.indexNames, column) ? "plain" : "dictionary";
        const [vector] = await this.#readColumns([source.column], { [source.column]: encoding });
        return vector!;
      }
      case "int-pair": {
        const [first, second] = await this.#readColumns([source.first, source.second], {});
        const pair = { first: first!, second: second!, column };
        return isDistinctText(this.indexNames, column) ? uuidsFromIntPairs(pair) : uuidDictionaryFromIntPairs(pair);
      }
      case "qc-not-set":
        return makeColumn(new Array(this.numRows).fill("NOT_SET"), dictionaryType(true), { column });
    }
  }

  async #readColumns(
    names: readonly string[],
    encoding: Readonly<Record<string, "plain" | "dictionary">>,
  ): Promise<readonly Vector[]> {
    try {
      const table = await this.#parts.file.readColumns(names, { encoding });
      return names.map((name) => table.getChild(name)!);
    } catch (cause) {
      throw new UnreadableTableError(this.name, this.#parts.location, { cause });
    }
  }
}
