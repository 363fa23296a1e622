import { type ErrorGuard, errorGuard } from "@neurophys/alf";
import {
  type DiskFullError,
  type FileSystemError,
  type IntegrityError,
  type InvalidArchiveError,
  type InvalidItemError,
  type LockLostError,
  type LockTimeoutError,
  type PermissionError,
  type TooLargeError,
  type UnsafePathError,
} from "./errors/file-errors.ts";
import {
  type AccessRefusedError,
  type HttpAnswerError,
  type InterruptedError,
  type InvalidAnswerError,
  type InvalidUrlError,
  type NotFoundError,
  type RedirectRefusedError,
  type ServerUnreachableError,
  type ThrottledError,
  type TransferTimeoutError,
} from "./errors/http-errors.ts";
import {
  type GlobusApiError,
  type GlobusTaskError,
  type GlobusTimeoutError,
  type InvalidGlobusAddressError,
  type InvalidS3AddressError,
} from "./errors/source-errors.ts";

/** Everything this package throws on purpose. Stores throw the `store/…` errors of `@neurophys/alf/store` besides. */
export type TransferError =
  | AccessRefusedError
  | DiskFullError
  | FileSystemError
  | GlobusApiError
  | GlobusTaskError
  | GlobusTimeoutError
  | HttpAnswerError
  | IntegrityError
  | InterruptedError
  | InvalidAnswerError
  | InvalidArchiveError
  | InvalidGlobusAddressError
  | InvalidItemError
  | InvalidS3AddressError
  | InvalidUrlError
  | LockLostError
  | LockTimeoutError
  | NotFoundError
  | PermissionError
  | RedirectRefusedError
  | ServerUnreachableError
  | ThrottledError
  | TooLargeError
  | TransferTimeoutError
  | UnsafePathError;

/** Narrow an unknown error to this package's, or to some of its codes. */
export const isTransferError: ErrorGuard<TransferError> = errorGuard<TransferError>("transfer/");
