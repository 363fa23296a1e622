import { type ErrorGuard, errorGuard } from "@neurophys/alf";
import { type InvalidUserError, type UnknownUserError } from "./alyx/accounts/errors.ts";
import { type DatabaseOpenError } from "./database/errors.ts";

/** Everything this package throws on purpose. */
export type SandboxError = DatabaseOpenError | InvalidUserError | UnknownUserError;

/** Narrow an unknown error to this package's, or to some of its codes. */
export const isSandboxError: ErrorGuard<SandboxError> = errorGuard<SandboxError>("sandbox/");
