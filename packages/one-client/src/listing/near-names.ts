/** How many letters must be changed, added, dropped or swapped to make one word of the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(changed, last[j]! + 1, row[j - 1]! + 1, isSwap ? beforeLast[j - 2]! + 1 : changed));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * Names that someone may have meant, nearest first.
 *
 * @returns At most three: those with few letters different, and those that the word begins or that begin the word.
 */
export function nearNames(word: string, names: readonly string[]): readonly string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const wanted = plain(word);
  if (wanted === "") return [];
  const scored = names.map((name) => {
    const known = plain(name);
    const isPart = wanted.length > 2 && (known.startsWith(wanted) || wanted.startsWith(known));
    return { name, distance: isPart ? 0.5 : editDistance(wanted, known) };
  });
  return scored
    .filter(({ distance }) => distance <= Math.max(1, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}
