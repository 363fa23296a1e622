import { existsSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { type NdArray } from "@neurophys/alf";
import { encodeNpz } from "@neurophys/alf/npy";
import { type AlfObject, objectToTable } from "@neurophys/alf/object";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { encodeCsv } from "@neurophys/alf/text";
import { toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Where an object went, and which attributes the file's type cannot hold. */
export interface SavedObject {
  readonly path: string;
  readonly leftOut: readonly string[];
}

/**
 * Save an object as one file, by its extension: `.npz` for arrays, `.csv` for columns, `.json` for anything in memory.
 *
 * @throws UsageError for another extension, or a folder that is not there.
 * @throws ShapeMismatchError if a `.csv` is wanted of attributes with different numbers of rows.
 */
export async function saveObjectFile(folder: string, file: string, object: AlfObject): Promise<SavedObject> {
  const path = resolve(folder, file);
  if (!existsSync(dirname(path))) throw new UsageError(`Cannot save to "${file}": there is no folder ${dirname(path)}`);
  const arrays = arraysOf(object);
  const extension = extname(path).toLowerCase();
  const unfit = Object.keys(object).filter((name) => !hasArray(object, name));
  // an empty file would look like data
  if (arrays.size === 0 && (extension === ".npz" || extension === ".csv")) return { path, leftOut: unfit };
  if (extension === ".npz") {
    await writeFileAtomic(path, await encodeNpz(Object.fromEntries(arrays)));
    return { path, leftOut: unfit };
  }
  if (extension === ".csv") {
    const table = objectToTable(Object.fromEntries(arrays));
    await writeFileAtomic(path, encodeCsv(table));
    return { path, leftOut: unfit };
  }
  if (extension === ".json") {
    const plain = Object.fromEntries(Object.entries(object).map(([name, value]) => [name, jsonOf(value)]));
    await writeFileAtomic(path, new TextEncoder().encode(`${toJson(plain)}\n`));
    return { path, leftOut: [] };
  }
  throw new UsageError(`Cannot save to "${file}": expected a name that ends with .npz, .csv or .json`);
}

/** Arrays by name; the columns of a table are called `attribute.column`. */
function arraysOf(object: AlfObject): Map<string, NdArray> {
  const arrays = new Map<string, NdArray>();
  for (const [name, value] of Object.entries(object)) {
    if (value?.kind === "array") arrays.set(name, value);
    else if (value?.kind === "table")
      for (const [column, { values }] of value.columns) arrays.set(`${name}.${column}`, values);
  }
  return arrays;
}

function hasArray(object: AlfObject, name: string): boolean {
  const kind = object[name]?.kind;
  return kind === "array" || kind === "table";
}

function jsonOf(value: AlfObject[string]): unknown {
  if (value?.kind === "array")
    return { dtype: value.dtype, shape: value.shape, data: Array.from(value.data as ArrayLike<unknown>) };
  if (value?.kind === "table") {
    return Object.fromEntries(
      [...value.columns].map(([name, column]) => [name, Array.from(column.values.data as ArrayLike<unknown>)]),
    );
  }
  return value?.kind === "json" ? value.value : value;
}
