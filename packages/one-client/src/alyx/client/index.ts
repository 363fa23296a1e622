export { AlyxClient, type WriteOptions } from "./alyx-client.ts";
export type { RestCallOptions } from "./alyx-connection.ts";
export type { AlyxHttpPolicy } from "./alyx-http.ts";
export type { AuthenticateOptions } from "./alyx-login.ts";
export type { AlyxClientOptions } from "./client-parts.ts";
export { createAlyxClient } from "./create-alyx-client.ts";
export type { NewNote } from "./create-note.ts";
export { checkDjangoFilter, type DjangoConditions, type DjangoScalar, djangoFilter } from "./django-filter.ts";
export { type DataServerParams, type DownloadAccess, datasetRecordUrls, fileRecordUrls } from "./download-access.ts";
export type {
  AllEndpointMethods,
  EndpointFieldKinds,
  EndpointFieldNames,
  EndpointFields,
  EndpointFilters,
  EndpointMethods,
  EndpointName,
  EndpointRecord,
  EndpointTable,
  RecordData,
  RecordOptions as EndpointWriteOptions,
  Words,
} from "./endpoint-methods.ts";
export { ENDPOINTS, type EndpointActionSets } from "./endpoint-table.ts";
export {
  type AlyxClientError,
  AlyxCrashError,
  AlyxForeignUrlError,
  AlyxHttpError,
  type AlyxHttpFacts,
  AlyxIncompleteRequestError,
  AlyxLoginError,
  AlyxLoginNeededError,
  AlyxUnknownActionError,
  AlyxUnknownEndpointError,
  AlyxUnsafeFilterError,
} from "./errors.ts";
export type { JsonFieldPlace } from "./json-fields.ts";
export type { RestData, RestFile, RestFiles } from "./multipart.ts";
export { type ListPage, PagedList, type PagedListParts } from "./paged-list.ts";
export { type AnswerStorage, memoryAnswers, type RestCacheMode, type RestCacheOptions } from "./rest-cache.ts";
export type { RestOptions } from "./rest-executor.ts";
export { REST_ACTIONS, type RestAction, type RestActionInfo, type RestField, type RestSchema } from "./rest-schema.ts";
export { settingsTokens, type TokenStore } from "./token-store.ts";
