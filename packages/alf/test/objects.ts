import { type AlfTable, type NdArray, type NdData } from "../src/index.ts";

/** An array of float64, by default one-dimensional. */
export function floats(values: readonly number[], shape: readonly number[] = [values.length]): NdArray {
  return { kind: "array", dtype: "float64", shape, data: Float64Array.from(values) };
}

/** An array of zeros. */
export function zeros(...shape: readonly number[]): NdArray {
  return floats(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0),
    shape,
  );
}

/** An array of another type, by default one-dimensional. */
export function array(dtype: NdArray["dtype"], data: NdData, shape: readonly number[] = [data.length]): NdArray {
  return { kind: "array", dtype, shape, data };
}

/** A table of columns. */
export function table(columns: Readonly<Record<string, NdArray>>, indexColumns?: readonly string[]): AlfTable {
  const rowCount = Object.values(columns)[0]?.shape[0] ?? 0;
  const named = Object.entries(columns).map(([name, values]) => [name, { values }] as const);
  return { kind: "table", rowCount, columns: new Map(named), indexColumns };
}
