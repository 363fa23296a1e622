import { type DatasetNameParts } from "../dataset-name.ts";
import { type AlfValue, type JsonValue } from "../ndarray.ts";
import {
  type AlfObject,
  checkDimensions,
  createObject,
  type ObjectOptions,
  shapeOf,
  warnUnlessConsistent,
} from "./alf-object.ts";
import { arrayColumn } from "./array-elements.ts";
import { AttributeMismatchError, DuplicateAttributeError, ShapeMismatchError } from "./errors.ts";
import { objectFromTable } from "./object-table.ts";
import { interpolateTimestamps } from "./timestamps.ts";

/** One dataset of an object, loaded. */
export interface ObjectPart {
  /** Parts of its file name. */
  readonly parts: DatasetNameParts;
  /** What the file holds. */
  readonly value: AlfValue;
  /** Content of its metadata file, if it has one. */
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
}

/** Options of {@link assembleObject} and {@link attributeKey}. */
export interface AssembleOptions extends ObjectOptions {
  /** Leave extra parts out of the names of attributes. Default: false. */
  readonly shortKeys?: boolean | undefined;
}

type Entries = Map<string, AlfValue>;

/**
 * Name under which an object holds a dataset: `attribute[_timescale][.extra]`.
 *
 * @see Source: `load_object` in `one/alf/io.py`.
 */
export function attributeKey({ attribute, timescale, extra }: DatasetNameParts, options: AssembleOptions = {}): string {
  const key = timescale === undefined ? attribute : `${attribute}_${timescale}`;
  return extra === undefined || options.shortKeys ? key : `${key}.${extra}`;
}

/** Columns of an array under the names that its metadata give; what is left of the metadata goes beside it. */
function addWithMetadata(entries: Entries, key: string, { value, metadata = {} }: ObjectPart): void {
  const { columns, ...rest } = metadata;
  if (columns === undefined) entries.set(key, value);
  else {
    if (value?.kind !== "array" || !Array.isArray(columns)) {
      throw new AttributeMismatchError(key, value?.kind ?? "empty", "an array, as its metadata name columns");
    }
    if (value.shape.length !== 2 || columns.length > (value.shape[1] ?? 0)) {
      throw new ShapeMismatchError({ [key]: value.shape }, `(n, k) with k ≥ ${columns.length}, the columns named`);
    }
    columns.forEach((name, i) => {
      entries.set(String(name), arrayColumn(value, i));
    });
  }
  if (Object.keys(rest).length > 0) entries.set(`${key}metadata`, { kind: "json", value: rest });
}

/** Put the columns of the table attribute in its place; they win over attributes of the same names. */
function mergeTable(entries: Entries, options: AssembleOptions): void {
  const key = [...entries.keys()].find((name) => /^table(?:[_.]|$)/.test(name));
  if (key === undefined) return;
  const table = entries.get(key);
  if (table?.kind !== "table") throw new AttributeMismatchError(key, table?.kind ?? "empty", "a table");
  entries.delete(key);
  const tail = key.slice("table".length);
  const rename = (name: string): string => name.replace(/(_[01])?$/, (end) => tail + end);
  const columns = new Map([...table.columns].map(([name, column]) => [rename(name), column]));
  const indexColumns = table.indexColumns?.map(rename);
  for (const [name, value] of Object.entries(objectFromTable({ ...table, columns, indexColumns }, options))) {
    entries.set(name, value);
  }
}

/** Put one time a row in place of sync points. */
function expandTimestamps(entries: Entries): void {
  const keys = [...entries.keys()].filter((key) => key.includes("timestamps"));
  const rows = [...entries]
    .filter(([key]) => !key.includes("timestamps") && !key.includes("meta"))
    .map(([, value]) => shapeOf(value)?.[0])
    .find((count) => count !== undefined);
  if (rows === undefined) return;
  for (const key of keys) {
    const value = entries.get(key);
    if (value?.kind === "array") entries.set(key, interpolateTimestamps(value, rows));
  }
}

/**
 * Make an object of its loaded datasets: names of attributes, named columns and metadata, the table attribute's columns,
 * one time a row for sync points, and a warning if numbers of rows differ.
 *
 * @param datasets - In order; that of the attributes follows it, metadata after their dataset, table columns last. They
 *   may be of several objects, as a pattern finds them.
 * @throws {@link DuplicateAttributeError} if two datasets get the same name.
 * @throws {@link AttributeMismatchError} if a table attribute is no table, or metadata name columns of what has none.
 * @throws {@link ShapeMismatchError} if metadata name more columns than there are, or timestamps have no usable shape.
 * @see Source: `load_object` in `one/alf/io.py`; there a named column that is named like its dataset is lost, and
 *   timestamps look for their length in a value that may have none.
 */
export function assembleObject(datasets: readonly ObjectPart[], options: AssembleOptions = {}): AlfObject {
  const objects = new Set(datasets.map(({ parts }) => parts.object));
  const keys = new Set<string>();
  const entries: Entries = new Map();
  for (const dataset of datasets) {
    const key = attributeKey(dataset.parts, options);
    if (keys.has(key)) throw new DuplicateAttributeError(key);
    keys.add(key);
    addWithMetadata(entries, key, dataset);
  }
  mergeTable(entries, options);
  if (checkDimensions(createObject(entries), options)) expandTimestamps(entries);
  const object = createObject(entries);
  warnUnlessConsistent(object, [...objects].join(", "), options);
  return object;
}
