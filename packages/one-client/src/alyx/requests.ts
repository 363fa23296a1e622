import { type RestRequest } from "./alyx-rest.ts";
import { AlyxArgumentTypeError } from "./errors.ts";
import { pythonText, pythonTuple, type QueryValue } from "./python-text.ts";

/** How many ids fit in one request before servers refuse the length of its address. */
const IDS_A_REQUEST = 50;

/** The full record of one session, with its datasets. */
export function sessionRequest(eid: string): RestRequest {
  return { endpoint: "sessions", action: "read", params: { id: eid } };
}

/**
 * Requests for the short records of sessions: 50 ids a request, each id once.
 *
 * @see Source: `OneAlyx.get_details` in ONE, `one/api.py`; the filter is the text of a Python tuple.
 */
export function sessionDetailsRequests(eids: readonly string[]): readonly RestRequest[] {
  const distinct = [...new Set(eids)];
  const requests: RestRequest[] = [];
  for (let i = 0; i < distinct.length; i += IDS_A_REQUEST) {
    const django = `pk__in,${pythonTuple(distinct.slice(i, i + IDS_A_REQUEST))}`;
    requests.push({ endpoint: "sessions", action: "list", params: { django } });
  }
  return requests;
}

/** The short record of one session, as a list of one or none. */
export function sessionByIdRequest(eid: string): RestRequest {
  return { endpoint: "sessions", action: "list", params: { id: eid } };
}

/**
 * Dataset records with a file name, in one session or, without one, among the aggregates.
 *
 * @see Source: `OneAlyx.path2url` in ONE, `one/api.py`.
 */
export function datasetByNameRequest(name: string, eid: string | undefined): RestRequest {
  const where = eid === undefined ? { django: "session__isnull,True" } : { session: eid };
  return { endpoint: "datasets", action: "list", params: { name, ...where } };
}

/** Dataset records that belong to no session. */
export function aggregatesRequest(): RestRequest {
  return { endpoint: "datasets", action: "list", params: { django: "session__isnull,True" } };
}

/**
 * Dataset records of a session by dataset type.
 *
 * @param types - One type, or several of which any will do.
 * @throws {@link AlyxArgumentTypeError} if `types` is neither.
 * @see Source: `OneAlyx.type2datasets` in ONE, `one/api.py`; the filter is the text of a Python list.
 */
export function datasetsOfTypeRequest(eid: string, types: QueryValue): RestRequest {
  const isMany = Array.isArray(types);
  if (!isMany && typeof types !== "string") {
    throw new AlyxArgumentTypeError("dataset type", types, "a name, or a list of names");
  }
  const field = isMany ? "dataset_type__name__in" : "dataset_type__name";
  const django = `session__id,${eid},${field},${pythonText(types)}`;
  return { endpoint: "datasets", action: "list", params: { django } };
}

/** Insertion records of a session; `filters` are further parameters of the endpoint. */
export function insertionsOfSessionRequest(
  eid: string,
  filters: Readonly<Record<string, QueryValue>> = {},
): RestRequest {
  return { endpoint: "insertions", action: "list", params: { session: eid, ...filters } };
}

/** The record of one insertion. */
export function insertionRequest(pid: string): RestRequest {
  return { endpoint: "insertions", action: "read", params: { id: pid } };
}
