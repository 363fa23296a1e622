import { compareText, type TextRows } from "./text-rows.ts";
import { compareUtf8 } from "./utf8-values.ts";

/**
 * Order of two rows by their index, level after level; a missing text comes last.
 *
 * @param levels - The index columns, most important first.
 */
export function compareIndex(levels: readonly TextRows[], i: number, j: number): number {
  for (const level of levels) {
    const order = compareText(level, i, level, j);
    if (order !== 0) return order;
  }
  return 0;
}

/** True if no row comes before the one above it. */
export function isSorted(levels: readonly TextRows[]): boolean {
  const nRows = levels[0]?.length ?? 0;
  for (let i = 1; i < nRows; i++) if (compareIndex(levels, i - 1, i) > 0) return false;
  return true;
}

/**
 * Where each row of the sorted table is now.
 *
 * @returns `(nRows,)` row numbers; rows with equal index keep their order.
 */
export function sortedOrder(levels: readonly TextRows[]): Int32Array {
  const nRows = levels[0]?.length ?? 0;
  const order = Int32Array.from({ length: nRows }, (_, row) => row);
  const comparisons = levels.map((level) => rowComparison(level));
  return order.sort((i, j) => {
    for (const compare of comparisons) {
      const difference = compare(i, j);
      if (difference !== 0) return difference;
    }
    return i - j;
  });
}

/** Comparison of two rows; of repeated text by rank, so that texts are compared once and not for every pair of rows. */
function rowComparison(level: TextRows): (i: number, j: number) => number {
  const { codes, values } = level;
  if (codes === undefined || values.length * 2 > codes.length) return (i, j) => compareText(level, i, level, j);
  const byText = Int32Array.from({ length: values.length }, (_, code) => code);
  byText.sort((a, b) => compareUtf8(values, a, values, b));
  const rank = new Int32Array(values.length);
  for (let i = 0; i < byText.length; i++) rank[byText[i]!] = i;
  const ranks = codes.map((code) => (code < 0 ? values.length : rank[code]!));
  return (i, j) => ranks[i]! - ranks[j]!;
}
