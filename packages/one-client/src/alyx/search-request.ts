import { type DateLike, validateDateRange } from "@neurophys/alf/filter";
import { completeTerm } from "../search/complete-term.ts";
import { type RestParams, type RestRequest } from "./alyx-rest.ts";
import { AlyxArgumentTypeError } from "./errors.ts";
import { type QueryValue } from "./python-text.ts";

/** Search terms as a caller gives them, abbreviated or not; `undefined` values are left out. */
export type RemoteTerms = Readonly<Record<string, QueryValue | undefined>>;

/** Terms without `django`, by code point of their names as given: that order decides the query's text. */
function sortedTerms(terms: RemoteTerms): [term: string, value: QueryValue][] {
  return Object.entries(terms)
    .filter((entry): entry is [string, QueryValue] => entry[1] !== undefined && entry[0] !== "django")
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The caller's own filter goes first; an empty one is left out, because the database refuses it. */
function withDjango(django: QueryValue | undefined, params: ReadonlyMap<string, QueryValue>): RestParams {
  const isEmpty = !django || (Array.isArray(django) && django.length === 0);
  return { ...(isEmpty ? {} : { django }), ...Object.fromEntries(params) };
}

/** First and last day of a span, `"YYYY-MM-DD"`; an open end is the first or last day that nanoseconds can count to. */
function dayRange(value: QueryValue): readonly [first: string, last: string] {
  const range = validateDateRange(value as DateLike | readonly (DateLike | null)[] | null);
  if (range === undefined) throw new AlyxArgumentTypeError("date_range", value, "a date, or two");
  const day = (nanoseconds: bigint): string => {
    const milliseconds = (nanoseconds - (((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
    return new Date(Number(milliseconds)).toISOString().slice(0, 10);
  };
  return [day(range.start), day(range.end)];
}

/**
 * The request that searches sessions.
 *
 * @param terms - Terms by name or unambiguous abbreviation; `django` is passed on as it is.
 * @param names - Terms that the database takes, from `remoteSearchTerms`.
 * @throws an error of the local search if a term is unknown or ambiguous, or a date cannot be read.
 * @throws {@link AlyxArgumentTypeError} if the date range is null.
 * @see Source: `OneAlyx.search` in ONE, `one/api.py`; no difference.
 */
export function sessionSearchRequest(terms: RemoteTerms, names: readonly string[]): RestRequest {
  const params = new Map<string, QueryValue>();
  for (const [term, value] of sortedTerms(terms)) {
    const name = completeTerm(term, names);
    if (name === "date_range") params.set(name, dayRange(value));
    else params.set(name === "laboratory" ? "lab" : name, value);
  }
  return { endpoint: "sessions", action: "list", params: withDjango(terms["django"], params) };
}

/** Part of a `django` filter that asks for a dataset whose name contains a text. */
function datasetFilter(name: QueryValue): string {
  if (typeof name === "string") return `datasets__name__icontains,${name}`;
  throw new AlyxArgumentTypeError("dataset", name, 'text; for a list of names use "datasets"');
}

/**
 * The request that searches probe insertions.
 *
 * @param terms - Terms by name or unambiguous abbreviation. `dataset` is part of a dataset's name, `datasets` are whole
 *   names, `number` is the session's.
 * @param names - Terms that the database takes, from `insertionSearchTerms`.
 * @throws an error of the local search if a term is unknown or ambiguous.
 * @throws {@link AlyxArgumentTypeError} if `dataset` is not one text.
 * @see Source: `OneAlyx.search_insertions` in ONE, `one/api.py`; no difference.
 */
export function insertionSearchRequest(terms: RemoteTerms, names: readonly string[]): RestRequest {
  const params = new Map<string, QueryValue>();
  let django = terms["django"];
  for (const [term, value] of sortedTerms(terms)) {
    const name = completeTerm(term, names);
    if (name === "dataset") django = django ? [django, datasetFilter(value)].flat().join(",") : datasetFilter(value);
    else if (name === "laboratory") params.set("lab", value);
    else params.set(name === "number" ? "experiment_number" : name, value);
  }
  return { endpoint: "insertions", action: "list", params: withDjango(django, params) };
}
