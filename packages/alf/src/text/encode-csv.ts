import { type AlfColumn, type AlfTable } from "../ndarray.ts";
import { checkDelimiter } from "./delimiter.ts";
import { UnwritableValueError } from "./errors.ts";
import { formatPythonFloat, formatPythonFloat32 } from "./python-float.ts";
import { timeFormatter } from "./time-text.ts";

/** Options of {@link encodeCsv}. */
export interface EncodeCsvOptions {
  /** One ASCII character: `","` (default) for csv, `" "` for ssv, `"\t"` for tsv and htsv. */
  readonly delimiter?: string | undefined;
  /** True (default) to begin with a line of the columns' names. */
  readonly header?: boolean | undefined;
}

type FormatField = (row: number) => string;

/** Rows are encoded in pieces of about this many characters. */
const PIECE_LENGTH = 1 << 20;

/**
 * Write a table as delimited text, as pandas does: `1.0`, `True`, nothing for a missing value, quotes only where needed.
 *
 * Index columns are written like the others, in the order of the table.
 *
 * @returns UTF-8 without a byte order mark, lines ending in LF.
 * @throws {@link UnwritableValueError} if a column has not `rowCount` values, values with no form as text, or the delimiter cannot
 *   part fields.
 * @see Source: `pandas.DataFrame.to_csv` with `index=False`.
 */
export function encodeCsv(
  table: AlfTable,
  { delimiter = ",", header = true }: EncodeCsvOptions = {},
): Uint8Array<ArrayBuffer> {
  checkDelimiter(delimiter);
  const quoting = quotingFor(delimiter);
  const formats = [...table.columns].map(([name, column]) => {
    checkColumn(column, name, table.rowCount);
    return fieldFormat(column, name, quoting);
  });
  const line = (fields: readonly string[]): string => `${joinFields(fields, delimiter)}\n`;
  const pieces: Uint8Array[] = [];
  let piece = header ? line([...table.columns.keys()].map(quoting.text)) : "";
  for (let row = 0; row < table.rowCount; row++) {
    piece += line(formats.map((format) => format(row)));
    if (piece.length > PIECE_LENGTH) {
      pieces.push(new TextEncoder().encode(piece));
      piece = "";
    }
  }
  pieces.push(new TextEncoder().encode(piece));
  return concat(pieces);
}

interface Quoting {
  /** For any text. */
  readonly text: (text: string) => string;
  /** For numbers, bools and times: they are left alone unless the delimiter can stand in one. */
  readonly plain: (text: string) => string;
}

function quotingFor(delimiter: string): Quoting {
  const needsQuotes = new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^-]/, "\\$&")}]`);
  const text = (field: string): string => (needsQuotes.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
  return { text, plain: /[-+.:\w ]/.test(delimiter) ? text : (field) => field };
}

/** A line of blanks alone would be skipped when read, so a lone field of nothing is quoted. */
function joinFields(fields: readonly string[], delimiter: string): string {
  const [only = ""] = fields;
  return fields.length === 1 && /^[ \t]*$/.test(only) ? `"${only}"` : fields.join(delimiter);
}

function checkColumn({ values: { shape, data } }: AlfColumn, name: string, rowCount: number): void {
  if (shape.length === 1 && data.length === rowCount) return;
  const found = `column ${JSON.stringify(name)} of shape (${shape.join(", ")})`;
  throw new UnwritableValueError(`${found} in a table of ${rowCount} rows`);
}

function fieldFormat({ values: { dtype, data }, validity }: AlfColumn, name: string, quoting: Quoting): FormatField {
  const format = dtype === "string" ? textFormat(data, quoting) : plainFormat(dtype, data, quoting);
  if (format === undefined) throw new UnwritableValueError(`column ${JSON.stringify(name)} of ${dtype}`);
  return validity === undefined ? format : (row) => (validity[row] === 0 ? "" : format(row));
}

function textFormat(data: ArrayLike<unknown>, { text }: Quoting): FormatField {
  return (row) => {
    const value = data[row];
    return typeof value === "string" ? text(value) : "";
  };
}

function plainFormat(dtype: string, data: ArrayLike<unknown>, { plain }: Quoting): FormatField | undefined {
  const formatTime = timeFormatter(dtype);
  if (formatTime !== undefined) return (row) => plain(formatTime(data[row] as bigint));
  if (dtype === "bool") return (row) => plain(data[row] === 0 ? "False" : "True");
  if (/^u?int/.test(dtype)) return (row) => plain(String(data[row]));
  if (dtype === "float64") return (row) => plain(formatNumber(data[row] as number, formatPythonFloat));
  if (dtype === "float32" || dtype === "float16")
    return (row) => plain(formatNumber(data[row] as number, formatPythonFloat32));
  return undefined;
}

function formatNumber(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? "" : format(value);
}

function concat(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
