import { type CacheTable } from "../tables/cache-table.ts";
import { textRows } from "../tables/text-rows.ts";
import { compareUtf8, utf8FromStrings } from "../tables/utf8-values.ts";

/** Whether more than one row of a table has an id; compares bytes, and no id becomes a string. */
export async function hasSeveralRows(table: CacheTable, id: string): Promise<boolean> {
  const column = await table.column(table.indexNames.at(-1) as string);
  if (column === undefined) return false;
  const { codes, values } = textRows(column);
  const wanted = utf8FromStrings([id]);
  const first = wanted.bytes[0];
  let found = 0;
  for (let row = 0; row < table.numRows; row++) {
    const code = codes === undefined ? row : (codes[row] as number);
    if (code < 0 || values.bytes[values.offsets[code] as number] !== first) continue;
    if (compareUtf8(values, code, wanted, 0) === 0 && ++found > 1) return true;
  }
  return false;
}
