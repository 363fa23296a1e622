import { AmbiguousNameError, UnknownNameError } from "./errors.ts";

/** How many letters must be inserted, removed or replaced to turn one word into another. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Terms that may have been meant: near in spelling or part of one another; all of them if none is. */
function nearTerms(term: string, terms: readonly string[]): readonly string[] {
  const word = term.slice(0, 64);
  const near = terms.filter((candidate) => {
    const other = candidate.toLowerCase();
    return other.includes(word) || word.includes(other) || editDistance(word, other) <= Math.max(2, other.length / 3);
  });
  return near.length > 0 ? near : terms;
}

/**
 * Complete an abbreviated search term; case does not matter.
 *
 * @returns The term as it stands in `terms`: the one that equals `term`, else the only one that begins with it.
 * @throws {@link UnknownNameError} if none begins with it; names the near ones.
 * @throws {@link AmbiguousNameError} if several do; names them.
 * @see Source: `autocomplete` in `one/util.py`.
 */
export function autocomplete(term: string, terms: readonly string[]): string {
  const word = term.toLowerCase();
  const exact = terms.find((candidate) => candidate.toLowerCase() === word);
  if (exact !== undefined) return exact;
  const found = terms.filter((candidate) => candidate.toLowerCase().startsWith(word));
  if (found.length > 1) throw new AmbiguousNameError("search term", term, found);
  const [only] = found;
  if (only === undefined) throw new UnknownNameError("search term", term, nearTerms(word, terms));
  return only;
}
