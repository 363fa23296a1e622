import { type Vector } from "apache-arrow";
import { type CacheTable } from "./cache-table.ts";
import { columnValues } from "./column-values.ts";
import { makeColumn } from "./make-column.ts";
import { MemoryTable } from "./memory-table.ts";
import { dictionaryType } from "./text-rows.ts";

/**
 * A table whose index texts are replaced, e.g. paths by ids; rows are sorted anew.
 *
 * @param replace - Gives the new text of one index value and column; missing values stay missing.
 * @see Source: `cast_index_object` in ONE, `one/alf/cache.py`, which changes the type of index values. Here ids are text
 *   at all times, so that only their text can change.
 */
export async function castIndex(
  table: CacheTable,
  replace: (id: string, column: string) => string,
): Promise<CacheTable> {
  const columns = new Map<string, Vector>();
  for (const name of table.columnNames) {
    const column = (await table.column(name))!;
    columns.set(name, table.indexNames.includes(name) ? replaced(column, (id) => replace(id, name), name) : column);
  }
  return new MemoryTable(table.name, { indexNames: table.indexNames, columns, metadata: table.metadata });
}

function replaced(vector: Vector, replace: (id: string) => string, column: string): Vector {
  const value = columnValues(vector);
  const known = new Map<string, string>();
  const texts = Array.from({ length: vector.length }, (_, row) => {
    const id = value(row);
    if (typeof id !== "string") return null;
    const text = known.get(id) ?? replace(id);
    known.set(id, text);
    return text;
  });
  return makeColumn(texts, dictionaryType(), { column });
}
