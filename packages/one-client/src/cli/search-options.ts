import { UsageError } from "./usage-error.ts";

/** A limit as a number. @throws UsageError if it is no whole number above 0. */
export function wholeLimit(text: string | undefined): number | undefined {
  const limit = text === undefined ? undefined : Number(text);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    throw new UsageError(`--limit takes a whole number above 0, not "${text}"`);
  }
  return limit;
}

/** Terms given as `name=value`; one given several times is a list. @throws UsageError if there is no `=`. */
export function moreTerms(terms: readonly string[] = []): Readonly<Record<string, string | readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const term of terms) {
    const at = term.indexOf("=");
    if (at < 1) throw new UsageError(`--term takes NAME=VALUE, not "${term}"`);
    const name = term.slice(0, at);
    found.set(name, [...(found.get(name) ?? []), term.slice(at + 1)]);
  }
  return Object.fromEntries(Array.from(found, ([name, values]) => [name, oneOrMany(values)]));
}

/** A list of one as that one: a database takes lists for something else. */
export function oneOrMany<T>(values: readonly T[]): T | readonly T[] {
  return values.length === 1 ? (values[0] as T) : values;
}
