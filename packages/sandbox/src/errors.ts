import { type ErrorGuard, errorGuard } from "@neurophys/alf";
import { type InvalidUserError, type UnknownUserError } from "./alyx/accounts/errors.ts";
import { type DatabaseOpenError } from "./database/errors.ts";
import {
  type FolderInUseError,
  type ListenError,
  type NothingToImportError,
  type SandboxFileError,
  type UnprotectedHostError,
  type UsageError,
} from "./sandbox/errors.ts";

/** Everything this package throws on purpose. */
export type SandboxError =
  | DatabaseOpenError
  | FolderInUseError
  | InvalidUserError
  | ListenError
  | NothingToImportError
  | SandboxFileError
  | UnknownUserError
  | UnprotectedHostError
  | UsageError;

/** Narrow an unknown error to this package's, or to some of its codes. */
export const isSandboxError: ErrorGuard<SandboxError> = errorGuard<SandboxError>("sandbox/");
