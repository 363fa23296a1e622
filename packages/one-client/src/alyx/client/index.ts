export { AlyxClient, type AlyxClientParts, type WriteOptions } from "./alyx-client.ts";
export type { RestCallOptions } from "./alyx-connection.ts";
export type { AlyxHttpPolicy } from "./alyx-http.ts";
export type { AuthenticateOptions } from "./alyx-login.ts";
export { type AlyxClientOptions, createAlyxClient } from "./create-alyx-client.ts";
export type { NewNote } from "./create-note.ts";
export { checkDjangoFilter, type DjangoConditions, type DjangoScalar, djangoFilter } from "./django-filter.ts";
export { type DataServerParams, type DownloadAccess, datasetRecordUrls, fileRecordUrls } from "./download-access.ts";
export type {
  EndpointFilters,
  EndpointMethods,
  EndpointName,
  EndpointRecord,
  RecordData,
  RecordOptions as EndpointWriteOptions,
} from "./endpoint-methods.ts";
export {
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
export { PagedList } from "./paged-list.ts";
export { type AnswerStorage, memoryAnswers, type RestCacheMode, type RestCacheOptions } from "./rest-cache.ts";
export type { RestOptions } from "./rest-executor.ts";
export type { RestAction, RestActionInfo, RestField, RestSchema } from "./rest-schema.ts";
export { settingsTokens, type TokenStore } from "./token-store.ts";
