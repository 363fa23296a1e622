import { type JsonValue } from "@neurophys/alf";
import { type PagedList } from "./client/paged-list.ts";
import { type QueryValue } from "./python-text.ts";

/** A record as the database sends it. */
export type RestRecord = Readonly<Record<string, JsonValue>>;

/** Parameters of a request, in the order in which they are written into the query. */
export type RestParams = Readonly<Record<string, QueryValue>>;

/** A request as a value: what {@link AlyxRest.rest} is called with. */
export interface RestRequest {
  /** First part of the path, e.g. `"sessions"`. */
  readonly endpoint: string;
  /** `"list"` for all records that match, `"read"` for the one that `params.id` names. */
  readonly action: "list" | "read";
  /** What the records must match, or `id`; written into the query in this order. */
  readonly params: RestParams;
}

/** How a single request is made. */
export interface RestReadOptions {
  /** Ask the database even if an answer is kept. */
  readonly noCache?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the functions here need of a client of the database.
 *
 * A client logs in, retries and caches as it likes, and throws its own errors when there is no answer.
 */
export interface AlyxRest {
  /** Address of the database, without credentials; recorded as the origin of rows. */
  readonly baseUrl: string;
  /**
   * Ask for records.
   *
   * @param endpoint - First part of the path, e.g. `"sessions"`.
   * @param action - `"list"` for the records that match all of `params`, `"read"` for the one whose id is `params.id`.
   * @returns An array of records (of all pages) for `"list"`, one record for `"read"`.
   */
  rest(
    endpoint: string,
    action: "list" | "read",
    params: RestParams,
    options?: RestReadOptions | undefined,
  ): Promise<JsonValue>;
  /**
   * Ask for the records that match, page by page as they are wanted.
   *
   * @returns A list with the first page in it.
   */
  listPages(
    endpoint: string,
    params: RestParams,
    options?: RestReadOptions | undefined,
  ): Promise<PagedList<RestRecord>>;
  /** Names of the parameters that an endpoint takes when listing, as the database describes itself. */
  listFields(endpoint: string, options?: Pick<RestReadOptions, "signal"> | undefined): Promise<readonly string[]>;
}
