import { type Data, DataType, type Vector } from "apache-arrow";
import { utf8Strings, utf8Values } from "../tables/utf8-values.ts";

/** A text column as distinct values and, for each row, which: conditions are tested on values, rows counted on codes. */
export interface TextColumn {
  /** `(nRows,)` index into `values`; −1 where the text is missing. */
  readonly codes: Int32Array;
  /** The distinct texts of a dictionary column; of a plain column the text of each row. */
  readonly values: readonly string[];
}

const decoded = new WeakMap<Vector, TextColumn>();

/**
 * Codes and values of a text column, decoded once for each vector.
 *
 * @param vector - `Dictionary<Utf8>`, `Utf8` or `LargeUtf8`, of one chunk.
 */
export function textColumn(vector: Vector): TextColumn {
  let column = decoded.get(vector);
  if (column === undefined) {
    column = DataType.isDictionary(vector.type) ? dictionaryColumn(vector) : plainColumn(vector);
    decoded.set(vector, column);
  }
  return column;
}

/** Text of one row, `undefined` where it is missing. Decodes only that row if the column was not decoded before. */
export function textAt(vector: Vector, row: number): string | undefined {
  const column = decoded.get(vector);
  if (column === undefined) return (vector.get(row) as string | null) ?? undefined;
  return column.values[column.codes[row] as number];
}

function dictionaryColumn(vector: Vector): TextColumn {
  const chunk = vector.data[0] as Data;
  const values = utf8Strings(utf8Values(chunk.dictionary as Vector));
  const raw = chunk.values.subarray(0, chunk.length);
  if (chunk.nullCount === 0 && raw instanceof Int32Array) return { codes: raw, values };
  const codes = Int32Array.from(raw as Int32Array);
  for (let i = 0; i < codes.length; i++) if (!chunk.getValid(i)) codes[i] = -1;
  return { codes, values };
}

function plainColumn(vector: Vector): TextColumn {
  const chunk = vector.data[0] as Data;
  const codes = new Int32Array(chunk.length);
  for (let i = 0; i < codes.length; i++) codes[i] = chunk.nullCount === 0 || chunk.getValid(i) ? i : -1;
  return { codes, values: utf8Strings(utf8Values(vector)) };
}
