import { failAs, type Refusal } from "./refusal.ts";

/** Classes of PostgreSQL's errors that a request can bring about: wrong values, broken rules. */
const CAUSED_BY_REQUESTS = /^(?:22|23|2201)/;

/**
 * The answer to a statement that the database refused because of its values, with the database's words as the original has
 * them; `undefined` for any other error.
 */
export function databaseFailure(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  if (!CAUSED_BY_REQUESTS.test(error.code)) return undefined;
  const detail = "detail" in error && typeof error.detail === "string" ? `\nDETAIL:  ${error.detail}` : "";
  return failAs(`${error.message}${detail}\n`, { cause: error });
}
