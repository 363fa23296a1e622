export type { QuestionOptions } from "../catalog/catalog.ts";
export type { InsertionSession } from "../convert/insertions.ts";
export { createOneAlyx, dataServerStore, type OneAlyxOptions } from "../one-alyx/create-one-alyx.ts";
export { AlyxTagError } from "../one-alyx/errors.ts";
export type { RemoteCacheOptions, TableArchives } from "../one-alyx/load-remote-cache.ts";
export { OneAlyx, type OneAlyxParts } from "../one-alyx/one-alyx.ts";
export { type OneMode, RemoteBase, type RemoteParts, type SessionScope } from "../one-alyx/remote-base.ts";
export { RemoteConversions } from "../one-alyx/remote-conversions.ts";
export { RemoteListing } from "../one-alyx/remote-listing.ts";
export { RemoteSearch } from "../one-alyx/remote-search.ts";
export { RemoteTypes } from "../one-alyx/remote-types.ts";
export type { ScopeContent } from "../one-alyx/session-scope.ts";
export { type AwsSourceOptions, awsSource } from "../one-alyx/sources/aws-source.ts";
export { dataServerSource } from "../one-alyx/sources/data-server-source.ts";
export type { FileAddress, FileSource } from "../one-alyx/sources/file-source.ts";
export {
  applySetup,
  CacheConflictError,
  type CacheFolders,
  type CachesMap,
  type ClientParams,
  checkCacheConflict,
  DEFAULT_PARAMS,
  type Dialogue,
  deleteAllParams,
  deleteParams,
  findRemoteParams,
  type GetParamsOptions,
  getCacheDir,
  getCaches,
  getDefaultClient,
  getDefaultUrl,
  getParams,
  getRemoteParams,
  isSettingsError,
  type LoadedParams,
  memorySettings,
  RemoteParamsMissingError,
  Secret,
  type SettingsContext,
  type SettingsError,
  SettingsFileError,
  type SettingsRecord,
  type SettingsStorage,
  SettingsValueError,
  type SettingsWriteOptions,
  type SettingValue,
  type SetupFacts,
  type SetupPlan,
  type SetupPrompt,
  type SetupSettingsOptions,
  saveAllRemoteParams,
  saveParams,
  saveRemoteParams,
  setupDialogue,
  setupSettings,
  setupSilently,
  UnknownClientError,
  type WebSettingsOptions,
  type WebStorage,
  webSettings,
} from "../settings/index.ts";
export { type Aggregate, type AggregateFilter, findAggregate, listAggregates } from "./aggregates.ts";
export { AlyxCatalog } from "./alyx-catalog.ts";
export type { AlyxContext, RemoteRows } from "./alyx-context.ts";
export type { AlyxRest, RestParams, RestReadOptions, RestRecord, RestRequest } from "./alyx-rest.ts";
export {
  type AllEndpointMethods,
  AlyxClient,
  type AlyxClientError,
  type AlyxClientOptions,
  AlyxCrashError,
  AlyxForeignUrlError,
  AlyxHttpError,
  type AlyxHttpFacts,
  type AlyxHttpPolicy,
  AlyxIncompleteRequestError,
  AlyxLoginError,
  AlyxLoginNeededError,
  AlyxUnknownActionError,
  AlyxUnknownEndpointError,
  AlyxUnsafeFilterError,
  type AnswerStorage,
  type AuthenticateOptions,
  checkDjangoFilter,
  createAlyxClient,
  type DataServerParams,
  type DjangoConditions,
  type DjangoScalar,
  type DownloadAccess,
  datasetRecordUrls,
  djangoFilter,
  ENDPOINTS,
  type EndpointActionSets,
  type EndpointFieldKinds,
  type EndpointFieldNames,
  type EndpointFields,
  type EndpointFilters,
  type EndpointMethods,
  type EndpointName,
  type EndpointRecord,
  type EndpointTable,
  type EndpointWriteOptions,
  fileRecordUrls,
  type JsonFieldPlace,
  type ListPage,
  memoryAnswers,
  type NewNote,
  PagedList,
  type PagedListParts,
  REST_ACTIONS,
  type RecordData,
  type RestAction,
  type RestActionInfo,
  type RestCacheMode,
  type RestCacheOptions,
  type RestCallOptions,
  type RestData,
  type RestField,
  type RestFile,
  type RestFiles,
  type RestOptions,
  type RestSchema,
  settingsTokens,
  type TokenStore,
  type Words,
  type WriteOptions,
} from "./client/index.ts";
export { ALYX_COMPAT, type AlyxCompatName, type RecordOptions } from "./compat.ts";
export {
  eidToPath,
  eidToPids,
  type PlacedSession,
  pathToEid,
  pathToUrl,
  pidToEid,
  type SessionInsertions,
  sessionsAt,
} from "./conversions.ts";
export { type DatasetRow, datasetsToRecords } from "./dataset-records.ts";
export {
  AlyxArgumentTypeError,
  AlyxDatasetNotFoundError,
  type AlyxError,
  AlyxInvalidRecordError,
  AlyxOfflineError,
  AlyxSessionNotFoundError,
  isAlyxError,
} from "./errors.ts";
export { type InsertionRecords, type InsertionRow, insertionRecords } from "./insertion-records.ts";
export { keyFromUrl } from "./key-from-url.ts";
export type { LazyIds } from "./lazy-ids.ts";
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
