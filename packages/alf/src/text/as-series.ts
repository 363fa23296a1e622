import { type AlfColumn, type AlfTable } from "../ndarray.ts";

/** A single column under its name. */
export interface AlfSeries {
  /** Name of the column. */
  readonly name: string;
  /** Its values. */
  readonly column: AlfColumn;
}

/**
 * The only column of a table, the index aside.
 *
 * @returns `undefined` if there are several, or none.
 * @see Source: `load_file_content` in ONE gives a pandas Series instead of a DataFrame for such files; here a file is
 *   a table always, and who wants the series asks for it.
 */
export function asSeries({ columns, indexColumns = [] }: AlfTable): AlfSeries | undefined {
  const names = [...columns.keys()].filter((name) => !indexColumns.includes(name));
  const [name] = names;
  const column = name === undefined ? undefined : columns.get(name);
  return names.length !== 1 || name === undefined || column === undefined ? undefined : { name, column };
}
