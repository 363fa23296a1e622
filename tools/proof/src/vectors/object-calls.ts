import { type NdArray } from "@neurophys/alf";
import {
  type AlfObject,
  checkDimensions,
  createObject,
  interpolateTimestamps,
  objectFromTable,
  objectToTable,
} from "@neurophys/alf/object";
import { type CallHandlers } from "./call-context.ts";

type Nested = number | readonly Nested[];

function shapeOf(values: Nested): number[] {
  return Array.isArray(values) ? [values.length, ...shapeOf((values as readonly Nested[])[0] ?? 0)] : [];
}

const flatten = (values: Nested): number[] =>
  typeof values === "number" ? [values] : (values as readonly Nested[]).flatMap(flatten);

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function floats(shape: readonly number[], data: ArrayLike<number>): NdArray {
  return { kind: "array", dtype: "float64", shape, data: Float64Array.from(data) };
}

/** An array of nested lists, or of zeros where only a shape was recorded: `"shape 3x2x3"`. */
function arrayOf(values: unknown): NdArray {
  const [, sizes] = typeof values === "string" ? (/^shape (\d+(?:x\d+)*)$/.exec(values) ?? []) : [];
  if (sizes === undefined) return floats(shapeOf(values as Nested), flatten(values as Nested));
  const shape = sizes.split("x").map(Number);
  return floats(shape, new Float64Array(product(shape)));
}

/** An array as it is recorded: shape, kind of its type, elements in row-major order. */
function recorded({ shape, dtype, data }: NdArray): unknown {
  return { shape, dtype: dtype.startsWith("float") ? "f" : dtype.startsWith("int") ? "i" : dtype, data };
}

function mapObject<T>(values: Readonly<Record<string, T>>, convert: (value: T) => NdArray): AlfObject {
  return createObject(Object.entries(values).map(([name, value]) => [name, convert(value)]));
}

/** Rows, tables and sync points of objects. */
export const objectCalls: CallHandlers = {
  check_dimensions: ({ args: [shapes] }, { compat }) => {
    const zeros = (shape: readonly number[]): NdArray => floats(shape, new Float64Array(product(shape)));
    return checkDimensions(mapObject(shapes as Record<string, number[]>, zeros), { compat }) ? 0 : 1;
  },
  ts2vec: ({ args: [timestamps, count] }) => recorded(interpolateTimestamps(arrayOf(timestamps), count as number)),
  // The recorded frames have two rows and hold 0, 1, 2 … row by row.
  from_df: ({ args: [names] }, { compat }) => {
    const columns = (names as string[]).map((name, i, { length }) => {
      return [name, { values: floats([2], [i, i + length]) }] as const;
    });
    const object = objectFromTable({ kind: "table", rowCount: 2, columns: new Map(columns) }, { compat });
    return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, recorded(value as NdArray)]));
  },
  to_df: ({ args: [values] }, { compat }) => {
    const { columns, rowCount } = objectToTable(mapObject(values as Record<string, unknown>, arrayOf), { compat });
    const data = [...columns.values()].map((column) => column.values.data);
    return {
      columns: [...columns.keys()],
      rows: Array.from({ length: rowCount }, (_, row) => data.map((column) => column[row])),
    };
  },
};
