import { type AlfColumn, type AlfTable, type NdArray, type NdData } from "../ndarray.ts";
import { type CompatOptions } from "../session-path.ts";
import { compareText } from "../text-order.ts";
import { type AlfObject, assertDimensions, createObject, type ObjectOptions } from "./alf-object.ts";
import { arrayColumn, asFloats, canJoin, stackColumns } from "./array-elements.ts";
import { AttributeMismatchError, ShapeMismatchError } from "./errors.ts";

/** Most columns that a two-dimensional attribute is spread over. */
const MAX_COLUMNS = 10;
const NOT_A_TIME = -(2n ** 63n);

/** Columns of one attribute. */
function columnsOf(attribute: string, array: NdArray, options: ObjectOptions): readonly (readonly [string, NdArray])[] {
  const [, columns = 1] = array.shape;
  const warn = (what: string): void =>
    options.onWarning?.({
      code: "alf/columns-dropped",
      category: "UserWarning",
      message: `Attribute "${attribute}" ${what}`,
    });
  if (array.shape.length === 1) return [[attribute, array]];
  if (array.shape.length > 2) {
    warn(`has ${array.shape.length} dimensions and is left out of the table`);
    return [];
  }
  if (columns === 1) return [[attribute, arrayColumn(array, 0)]];
  if (columns > MAX_COLUMNS) warn(`has ${columns} columns, of which ${MAX_COLUMNS} are in the table`);
  return Array.from({ length: Math.min(columns, MAX_COLUMNS) }, (_, i) => [`${attribute}_${i}`, arrayColumn(array, i)]);
}

/**
 * An object as a table: one column an attribute, or `attribute_0` to `attribute_9` for the columns of one that has
 * several.
 *
 * @throws {@link ShapeMismatchError} if the attributes differ in the number of rows; here one row goes with no other.
 * @throws {@link AttributeMismatchError} if an attribute is no array.
 * @see Source: `dataframe` and `AlfBunch.to_df` in `one/alf/io.py`.
 */
export function objectToTable(object: AlfObject, options: ObjectOptions = {}): AlfTable {
  assertDimensions(object, options);
  const columns = Object.entries(object).flatMap(([attribute, value]) => {
    if (value?.kind !== "array") throw new AttributeMismatchError(attribute, value?.kind ?? "empty", "an array");
    return columnsOf(attribute, value, options);
  });
  const rowCount = columns[0]?.[1].shape[0] ?? 0;
  const other = columns.find(([, { shape }]) => shape[0] !== rowCount);
  if (other !== undefined) throw new ShapeMismatchError({ [other[0]]: other[1].shape }, `${rowCount} rows`);
  return { kind: "table", rowCount, columns: new Map(columns.map(([name, values]) => [name, { values }])) };
}

/** A column as an array; where values are missing, integers and booleans become floats with NaN. */
function columnArray({ values, validity }: AlfColumn): NdArray {
  if (validity === undefined || !validity.includes(0) || Array.isArray(values.data)) return values;
  const isTime = /^(?:datetime|timedelta)/.test(values.dtype);
  const array = isTime ? values : asFloats(values);
  const data = (array.data as Float64Array).slice() as unknown as (number | bigint)[];
  validity.forEach((valid, row) => {
    if (valid === 0) data[row] = isTime ? NOT_A_TIME : Number.NaN;
  });
  return { ...array, data: data as unknown as NdData };
}

/** All columns as floats, if they hold numbers and some are floats already, as a matrix would have them. */
function inCommonType(arrays: ReadonlyMap<string, NdArray>): ReadonlyMap<string, NdArray> {
  const dtypes = [...arrays.values()].map(({ dtype }) => dtype);
  const isMixed =
    dtypes.some((dtype) => dtype.startsWith("float")) && dtypes.every((dtype) => /^(?:float|u?int)/.test(dtype));
  return isMixed ? new Map([...arrays].map(([name, array]) => [name, asFloats(array)])) : arrays;
}

/** Names of columns that belong together, with the name they get. */
function findPairs(names: readonly string[], compat: boolean | undefined): (readonly [string, string, string])[] {
  const candidates = names.filter((name) => /^.+_[01]$/su.test(name)).toSorted(compareText);
  if (!compat) {
    return candidates
      .filter((name) => name.endsWith("_0"))
      .map((name) => [name.slice(0, -2), name, `${name.slice(0, -2)}_1`] as const)
      .filter(([, , second]) => names.includes(second));
  }
  return Array.from({ length: Math.floor(candidates.length / 2) }, (_, i) => {
    const [first = "", second = ""] = candidates.slice(2 * i);
    return [first.slice(0, -2), first, second] as const;
  });
}

/**
 * A table as an object: one attribute a column, without the index; the columns `x_0` and `x_1`, if their types go
 * together, become one attribute `x` of shape `(n, 2)`, after the others, by name.
 *
 * @see Source: `AlfBunch.from_df` in `one/alf/io.py`. There all columns take one common type, and columns ending with
 *   `_0` and `_1` are paired by position even if their names differ (both only with `compat`).
 */
export function objectFromTable(table: AlfTable, options: CompatOptions = {}): AlfObject {
  const index = new Set(table.indexColumns);
  const columns = [...table.columns].filter(([name]) => !index.has(name));
  const separate = new Map(columns.map(([name, column]) => [name, columnArray(column)]));
  const arrays = options.compat ? inCommonType(separate) : separate;
  const paired = new Set<string>();
  const stacked = findPairs([...arrays.keys()], options.compat).flatMap(([name, first, second]) => {
    const [a, b] = [arrays.get(first), arrays.get(second)];
    if (a === undefined || b === undefined || !canJoin(a, b)) return [];
    paired.add(first).add(second);
    return [[name, stackColumns(a, b)] as const];
  });
  return createObject([...[...arrays].filter(([name]) => !paired.has(name)), ...stacked]);
}
