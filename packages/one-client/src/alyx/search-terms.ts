import { SEARCH_TERMS } from "../search/search-terms.ts";
import { type AlyxRest, type RestReadOptions } from "./alyx-rest.ts";

/** Terms of an insertion search beside the parameters of its endpoint. */
const INSERTION_TERMS: readonly string[] = ["dataset", "laboratory", "number"];

/**
 * The terms that a search in the database takes: the parameters of its endpoint, as the database lists them.
 *
 * For sessions, the terms of a local search come first and `lab` is left to `laboratory`.
 *
 * @param endpoint - What to search: `"sessions"`, `"insertions"`, `"datasets"` …
 * @see Source: `OneAlyx.search_terms(query_type='remote')` in ONE, `one/api.py`; there unordered for sessions.
 */
export async function remoteSearchTerms(
  rest: AlyxRest,
  endpoint = "sessions",
  options: Pick<RestReadOptions, "signal"> = {},
): Promise<readonly string[]> {
  const fields = await rest.listFields(endpoint, options);
  if (endpoint !== "sessions") return fields;
  return [...new Set([...SEARCH_TERMS, ...fields.filter((name) => name !== "lab")])];
}

/** Terms of a search for insertions: the endpoint's own and three that the session search has too. */
export async function insertionSearchTerms(
  rest: AlyxRest,
  options: Pick<RestReadOptions, "signal"> = {},
): Promise<readonly string[]> {
  return [...(await remoteSearchTerms(rest, "insertions", options)), ...INSERTION_TERMS];
}
