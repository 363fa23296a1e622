import { type AlfColumn, type AlfTable } from "../ndarray.ts";
import { type CellGrid } from "./cell-grid.ts";
import { columnNames, indexNames } from "./column-names.ts";
import { decodeUtf8 } from "./decode-strings.ts";
import { checkDelimiter } from "./delimiter.ts";
import { type TextErrorOptions } from "./errors.ts";
import { inferColumn } from "./infer-column.ts";
import { tokenize } from "./tokenize.ts";

/** Options of {@link decodeCsv}. */
export interface DecodeCsvOptions {
  /** One ASCII character: `","` (default) for csv, `" "` for ssv, `"\t"` for tsv and htsv. */
  readonly delimiter?: string | undefined;
  /**
   * True (default, as in ONE) if the first line holds the names of the columns. False for files that begin with data,
   * as the `.raw.ssv` files of rigs do; their columns are called `"0"`, `"1"`, ….
   */
  readonly header?: boolean | undefined;
  /** Name of the file for messages. */
  readonly source?: string | undefined;
}

/**
 * Decode a delimited text table, with the column types that pandas' defaults give.
 *
 * int64 stays `BigInt64Array`; missing text is `null`, missing numbers are `NaN` and make integers floats. One column
 * is a table of one column (see `asSeries`). If rows are longer than the header line, their first columns are the index.
 *
 * @param bytes - UTF-8, with or without a byte order mark. Not changed.
 * @throws {@link NoColumnsError} if there are only blank lines (or no bytes at all).
 * @throws {@link RaggedRowError} if a row is longer than the first.
 * @throws {@link UnclosedQuoteError} if a quoted field does not end.
 * @throws {@link InvalidUtf8Error} if a name or a text is not UTF-8.
 * @throws {@link TableTooLargeError} if there are 4 GiB or more.
 * @throws {@link UnwritableValueError} if the delimiter is not one ASCII character, or is a quote or a line break.
 * @see Source: `pandas.read_csv` as ONE's `load_file_content` calls it. Numbers are rounded correctly here, where
 *   pandas' can be off in the last digit; a column of mixed types is text as a whole, where pandas decides by chunks.
 */
export function decodeCsv(
  bytes: Uint8Array<ArrayBuffer>,
  { delimiter = ",", header = true, source }: DecodeCsvOptions = {},
): AlfTable {
  checkDelimiter(delimiter);
  const tokens = tokenize(bytes, { delimiter, header, source });
  const { body } = tokens;
  const names =
    tokens.header === undefined ? countedNames(body.width) : columnNames(fieldTexts(tokens.header, { source }));
  const indexColumns = indexNames(body.width - names.length, names);
  const columns = new Map<string, AlfColumn>();
  [...indexColumns, ...names].forEach((name, column) => {
    columns.set(name, inferColumn(body, column, { source }));
  });
  const table = { kind: "table", rowCount: body.rowCount, columns } as const;
  return indexColumns.length === 0 ? table : { ...table, indexColumns };
}

function countedNames(width: number): string[] {
  return Array.from({ length: width }, (_, column) => String(column));
}

function fieldTexts({ bytes, starts, ends }: CellGrid, options: TextErrorOptions): string[] {
  return Array.from(starts, (start, i) => decodeUtf8(bytes.subarray(start, ends[i]), options));
}
