import { type CacheTable } from "./cache-table.ts";
import { codeAt, type TextRows, textRows } from "./text-rows.ts";
import { compareUtf8, type Utf8Values, utf8FromStrings } from "./utf8-values.ts";

/**
 * Row of a table by its id, the last column of the index.
 *
 * @returns The first such row; `undefined` if there is none.
 */
export async function findRow(table: CacheTable, id: string): Promise<number | undefined> {
  const [row] = await findRows(table, [id]);
  return row === -1 ? undefined : row;
}

/**
 * Rows of a table by their ids, comparing bytes: no id of the table becomes a string.
 *
 * Where the id is the whole index the sorted rows are halved. Else the first call passes through the ids once, and
 * later calls use a hash table of 8 to 16 bytes a row.
 *
 * @returns `(ids.length,)` the first row of each; −1 where there is none.
 */
export async function findRows(table: CacheTable, ids: readonly string[]): Promise<Int32Array> {
  const column = await table.column(table.indexNames.at(-1)!);
  if (column === undefined || ids.length === 0) return new Int32Array(ids.length).fill(-1);
  const rows = textRows(column);
  const wanted = utf8FromStrings(ids);
  if (table.indexNames.length === 1) return Int32Array.from(ids, (_, i) => searchSorted(rows, wanted, i));
  let index = idIndexes.get(table);
  if (index === undefined) {
    idIndexes.set(table, "asked once");
    return scanRows(rows, wanted);
  }
  if (index === "asked once") {
    index = new TextIndex(rows);
    idIndexes.set(table, index);
  }
  const made = index;
  return Int32Array.from(ids, (_, i) => made.find(wanted, i));
}

const idIndexes = new WeakMap<CacheTable, TextIndex | "asked once">();

function searchSorted(rows: TextRows, wanted: Utf8Values, i: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const code = codeAt(rows, middle);
    if (code < 0 || compareUtf8(rows.values, code, wanted, i) >= 0) high = middle;
    else low = middle + 1;
  }
  const code = low < rows.length ? codeAt(rows, low) : -1;
  return code >= 0 && compareUtf8(rows.values, code, wanted, i) === 0 ? low : -1;
}

function scanRows(rows: TextRows, wanted: Utf8Values): Int32Array {
  const index = new TextIndex({ length: wanted.length, codes: undefined, values: wanted });
  const firstRows = new Int32Array(wanted.length).fill(-1);
  for (let row = 0; row < rows.length; row++) {
    const code = codeAt(rows, row);
    const i = code < 0 ? -1 : index.find(rows.values, code);
    if (i >= 0 && firstRows[i] === -1) firstRows[i] = row;
  }
  // an id that was asked for twice is in the index once
  return Int32Array.from({ length: wanted.length }, (_, i) => firstRows[index.find(wanted, i)]!);
}

/** Rows by their text: a hash table with open addressing that holds row numbers only. */
class TextIndex {
  readonly #rows: TextRows;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(rows: TextRows) {
    this.#rows = rows;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, rows.length * 2)));
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
    for (let row = 0; row < rows.length; row++) {
      const code = codeAt(rows, row);
      if (code < 0) continue;
      const slot = this.#slotOf(rows.values, code);
      if (this.#slots[slot] === -1) this.#slots[slot] = row;
    }
  }

  /** The first row whose text is text `i` of `texts`; −1 if there is none. */
  find(texts: Utf8Values, i: number): number {
    return this.#slots[this.#slotOf(texts, i)]!;
  }

  /** The slot of a text, or the empty one where it would be. */
  #slotOf(texts: Utf8Values, i: number): number {
    let slot = hashOf(texts, i) & this.#mask;
    for (let row = this.#slots[slot]!; row !== -1; row = this.#slots[slot]!) {
      if (compareUtf8(this.#rows.values, codeAt(this.#rows, row), texts, i) === 0) break;
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}

/** FNV-1a over the bytes of a text, with its high bits folded in. */
function hashOf({ bytes, offsets }: Utf8Values, i: number): number {
  let hash = 0x811c9dc5;
  const end = offsets[i + 1]!;
  for (let k = offsets[i]!; k < end; k++) hash = Math.imul(hash ^ bytes[k]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
