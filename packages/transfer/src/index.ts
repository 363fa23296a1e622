export {
  DiskFullError,
  type FileIdentity,
  FileSystemError,
  IntegrityError,
  type IntegrityFacts,
  InvalidArchiveError,
  InvalidItemError,
  LockLostError,
  LockTimeoutError,
  PermissionError,
  TooLargeError,
  UnsafePathError,
} from "./errors/file-errors.ts";
export {
  AccessRefusedError,
  HttpAnswerError,
  InterruptedError,
  type InterruptedFacts,
  InvalidAnswerError,
  InvalidUrlError,
  NotFoundError,
  RedirectRefusedError,
  ServerUnreachableError,
  ThrottledError,
  TransferTimeoutError,
} from "./errors/http-errors.ts";
export {
  GlobusApiError,
  GlobusTaskError,
  GlobusTimeoutError,
  InvalidGlobusAddressError,
  InvalidS3AddressError,
} from "./errors/source-errors.ts";
export { isTransferError, type TransferError } from "./errors.ts";
export {
  type DeleteOptions,
  GlobusClient,
  type GlobusClientOptions,
  type GlobusEndpoint,
  type GlobusEntry,
  type GlobusItem,
  type GlobusTransfer,
} from "./globus/globus-client.ts";
export {
  type GlobusClientSecret,
  type GlobusLoginOptions,
  globusLogin,
  type TokenSource,
} from "./globus/globus-login.ts";
export { asGlobusPath, endpointPath } from "./globus/globus-path.ts";
export type { GlobusTask, WaitOptions } from "./globus/globus-task.ts";
export { createFetch, type FetchOptions, type StoreFetch } from "./http/create-fetch.ts";
export { createHttp, type HttpPolicy } from "./http/create-http.ts";
export { basicAuth, type Credential, tokenAuth } from "./http/credential.ts";
export { type HttpAddress, parseHttpUrl, publicUrl } from "./http/http-url.ts";
export type { BatchProgress, DownloadProgress, TransferProgress } from "./progress.ts";
export { type AwsAccessKey, awsAuth, awsKeyOfRepository } from "./s3/aws-auth.ts";
export { type ListS3Options, listS3Objects } from "./s3/list-s3-objects.ts";
export {
  ALLEN_BRAIN_CELL_ATLAS_BUCKET,
  bucketUrl,
  formatS3Uri,
  IBL_PUBLIC_BUCKET,
  parseS3Uri,
  parseS3Url,
  type S3BucketAddress,
  type S3Location,
  type S3Object,
  s3Url,
} from "./s3/s3-address.ts";
export type { S3ObjectEntry } from "./s3/s3-listing.ts";
export { S3Store, type S3StoreOptions } from "./s3/s3-store.ts";
export { safeSegments } from "./safe-path.ts";
