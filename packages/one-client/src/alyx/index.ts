export type { InsertionSession } from "../convert/insertions.ts";
export { type Aggregate, type AggregateFilter, findAggregate, listAggregates } from "./aggregates.ts";
export type { AlyxContext, RemoteRows } from "./alyx-context.ts";
export type { AlyxRest, RestParams, RestRecord, RestRequest } from "./alyx-rest.ts";
export { ALYX_COMPAT, type AlyxCompatName, type RecordOptions } from "./compat.ts";
export { eidToPath, eidToPids, pathToEid, pathToUrl, pidToEid, type SessionInsertions } from "./conversions.ts";
export { type DatasetRow, datasetsToRecords } from "./dataset-records.ts";
export {
  AlyxArgumentTypeError,
  AlyxDatasetNotFoundError,
  type AlyxError,
  AlyxInvalidRecordError,
  AlyxSessionNotFoundError,
  isAlyxError,
} from "./errors.ts";
export { type InsertionRecords, type InsertionRow, insertionRecords } from "./insertion-records.ts";
export { keyFromUrl } from "./key-from-url.ts";
export type { QueryValue } from "./python-text.ts";
export { needRemoteEid, toRemoteEid } from "./remote-eid.ts";
export {
  aggregatesRequest,
  datasetByNameRequest,
  datasetsOfTypeRequest,
  insertionRequest,
  insertionsOfSessionRequest,
  sessionByIdRequest,
  sessionDetailsRequests,
  sessionRequest,
} from "./requests.ts";
export { restCacheName } from "./rest-cache-name.ts";
export {
  type DatedRecord,
  type FoundInsertions,
  type FoundSessions,
  searchInsertions,
  searchSessions,
} from "./search.ts";
export { insertionSearchRequest, type RemoteTerms, sessionSearchRequest } from "./search-request.ts";
export { insertionSearchTerms, remoteSearchTerms } from "./search-terms.ts";
export { type SessionRecords, type SessionRow, sessionRecords } from "./session-records.ts";
export {
  datasetsOfType,
  fullSessionDetails,
  type SessionDetails,
  sessionDatasets,
  sessionDetails,
} from "./sessions.ts";
export { type UrlParams, updateUrlParams } from "./url-params.ts";
