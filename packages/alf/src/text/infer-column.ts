import { type AlfColumn, type DType, type NdData } from "../ndarray.ts";
import { type CellGrid } from "./cell-grid.ts";
import { decodeStrings } from "./decode-strings.ts";
import { type TextErrorOptions } from "./errors.ts";
import { isMissing } from "./missing-word.ts";
import { parseFloatField } from "./parse-float.ts";
import { Int64Reader, Uint64Reader } from "./parse-integer.ts";

/**
 * Read one column as the first type that all of its fields fit: int64, uint64, float64, bool, text.
 *
 * Integers with missing values become floats, all values missing too; bools with missing values keep their type and get
 * a `validity`. A column of no rows is text. Integers that 64 bits cannot hold make a column of text.
 *
 * @throws {@link InvalidUtf8Error} if a field of text is not UTF-8.
 * @see Source: `_convert_tokens` of `pandas/_libs/parsers.pyx`. There a bool column with missing values is of objects.
 */
export function inferColumn(grid: CellGrid, column: number, options?: TextErrorOptions): AlfColumn {
  if (grid.rowCount === 0) return columnOf("string", []);
  const fields = new FieldColumn(grid, column);
  const integers = readInt64(fields);
  if (integers.outcome === "all") return columnOf("int64", integers.data);
  if (integers.outcome !== "overflow") return inferWithoutIntegers(fields, options);
  const unsigned = readUint64(fields);
  if (unsigned.outcome === "all") return columnOf("uint64", unsigned.data);
  if (unsigned.outcome === "invalid") return inferWithoutIntegers(fields, options);
  return columnOf("string", decodeStrings(grid, column, options));
}

function inferWithoutIntegers(fields: FieldColumn, options?: TextErrorOptions): AlfColumn {
  const floats = readFloat64(fields);
  if (floats !== undefined) return columnOf("float64", floats);
  const bools = readBools(fields);
  if (bools !== undefined) return { ...columnOf("bool", bools.data), validity: bools.validity };
  return columnOf("string", decodeStrings(fields.grid, fields.column, options));
}

function columnOf(dtype: DType, data: NdData): AlfColumn {
  return { values: { kind: "array", dtype, shape: [data.length], data } };
}

/** The fields of one column. */
class FieldColumn {
  readonly grid: CellGrid;
  readonly column: number;

  constructor(grid: CellGrid, column: number) {
    this.grid = grid;
    this.column = column;
  }

  /** Call `visit` with the bounds of every field until it returns false; true if it never did. */
  every(visit: (row: number, start: number, end: number) => boolean): boolean {
    const { width, rowCount, starts, ends } = this.grid;
    for (let row = 0, i = this.column; row < rowCount; row++, i += width) {
      if (!visit(row, starts[i]!, ends[i]!)) return false;
    }
    return true;
  }
}

function readInt64({ grid, column }: FieldColumn): {
  outcome: "all" | "missing" | "invalid" | "overflow";
  data: BigInt64Array<ArrayBuffer>;
} {
  const { bytes, width, rowCount, starts, ends } = grid;
  const reader = new Int64Reader(bytes, rowCount);
  let missing = false;
  for (let index = 0, i = column; index < rowCount; index++, i += width) {
    const start = starts[i]!;
    const end = ends[i]!;
    const outcome = start === end ? "invalid" : reader.read(start, end, index);
    if (outcome === "written") continue;
    if (outcome === "overflow") return { outcome, data: reader.data };
    if (!isMissing(bytes, start, end)) return { outcome, data: reader.data };
    missing = true;
  }
  return { outcome: missing ? "missing" : "all", data: reader.data };
}

/** Called only where some integer exceeds int64; then a negative or a missing one leaves no type but text. */
function readUint64(fields: FieldColumn): { outcome: "all" | "invalid" | "text"; data: BigUint64Array<ArrayBuffer> } {
  const { bytes, rowCount } = fields.grid;
  const reader = new Uint64Reader(bytes, rowCount);
  let outcome: "all" | "invalid" | "text" = "all";
  fields.every((index, start, end) => {
    if (isMissing(bytes, start, end)) {
      outcome = "text";
      return true;
    }
    const read = reader.read(start, end, index);
    if (read === "invalid") outcome = "invalid";
    else if (read !== "written") outcome = "text";
    return read === "written" || read === "negative";
  });
  return { outcome, data: reader.data };
}

/** A letter begins no number but infinity; the words for missing values mostly begin with one. */
const UPPER_A = 65;

function readFloat64({ grid, column }: FieldColumn): Float64Array<ArrayBuffer> | undefined {
  const { bytes, width, rowCount, starts, ends } = grid;
  const data = new Float64Array(rowCount);
  for (let row = 0, i = column; row < rowCount; row++, i += width) {
    const start = starts[i]!;
    const end = ends[i]!;
    if (start === end || (bytes[start]! >= UPPER_A && isMissing(bytes, start, end))) {
      data[row] = Number.NaN;
      continue;
    }
    const value = parseFloatField(bytes, start, end);
    data[row] = value;
    if (Number.isNaN(value) && !isMissing(bytes, start, end)) return undefined;
  }
  return data;
}

function readBools(
  fields: FieldColumn,
): { data: Uint8Array<ArrayBuffer>; validity: Uint8Array<ArrayBuffer> | undefined } | undefined {
  const { bytes, rowCount } = fields.grid;
  const data = new Uint8Array(rowCount);
  const validity = new Uint8Array(rowCount).fill(1);
  let missing = false;
  const fits = fields.every((row, start, end) => {
    if (isWord(bytes, start, end, "true")) {
      data[row] = 1;
    } else if (!isWord(bytes, start, end, "false")) {
      if (!isMissing(bytes, start, end)) return false;
      validity[row] = 0;
      missing = true;
    }
    return true;
  });
  return fits ? { data, validity: missing ? validity : undefined } : undefined;
}

/** True if a field is the word, in any case. */
function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if ((bytes[start + i]! | 32) !== word.charCodeAt(i)) return false;
  return true;
}
