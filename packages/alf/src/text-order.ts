/**
 * Compare two texts by code point, as Python sorts them: negative if `a` comes first.
 *
 * JavaScript's own `<` goes by UTF-16 unit, which differs beyond the basic plane.
 */
export function compareText(a: string, b: string): number {
  return compareUnits(a, b, rankOfUnit);
}

/** Compare two texts by the rank of the first UTF-16 unit in which they differ. */
export function compareUnits(a: string, b: string, rank: (unit: number) => number): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Place of a UTF-16 unit among others: surrogates stand for code points above every other unit. */
export function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
