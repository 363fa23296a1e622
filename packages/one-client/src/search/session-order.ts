/** Keys in a wider range than this are sorted by comparison: counting would allocate more than it saves. */
const COUNTED_RANGE = 1 << 20;

/**
 * Row numbers sorted by several keys, all descending; rows that are equal in all of them keep their order.
 *
 * @param keys - Most important first; each `(nRows,)`, integers. Ranges as small as those of dates are counted, not
 *   compared.
 * @returns `(nRows,)` row numbers.
 * @see Source: the last lines of `One.search` in ONE, `one/api.py` (`sort_values(..., ascending=False)`).
 */
export function sortRowsDescending(keys: readonly Int32Array[], nRows: number): Int32Array {
  let order = Int32Array.from({ length: nRows }, (_, row) => row);
  for (const key of [...keys].reverse()) order = sortByKey(order, key);
  return order;
}

function sortByKey(order: Int32Array<ArrayBuffer>, key: Int32Array): Int32Array<ArrayBuffer> {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of key) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high <= low || order.length === 0) return order;
  if (high - low > COUNTED_RANGE || high - low > 64 * order.length)
    return Int32Array.from(order).sort((a, b) => compareRows(key, a, b));
  const starts = new Int32Array(high - low + 2);
  for (const value of key) (starts[high - value + 1] as number)++;
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  const sorted = new Int32Array(order.length);
  for (const row of order) {
    const slot = high - (key[row] as number);
    sorted[starts[slot] as number] = row;
    starts[slot] = (starts[slot] as number) + 1;
  }
  return sorted;
}

function compareRows(key: Int32Array, a: number, b: number): number {
  const x = key[a] as number;
  const y = key[b] as number;
  return x > y ? -1 : x < y ? 1 : 0;
}
