import { DataError, type ErrorGuard, errorGuard } from "../data-error.ts";

/** A dataset asked for by name is not in the store. Python: `FileNotFoundError`. */
export class DatasetFileNotFoundError extends DataError {
  override readonly name = "DatasetFileNotFoundError";
  readonly code = "io/file-not-found";
  /** Key that was asked for. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;

  constructor(key: string, location: string, options?: ErrorOptions) {
    super(`No such file: ${JSON.stringify(key)} in ${location} (expected an existing dataset)`, options);
    this.key = key;
    this.location = location;
  }
}

/** A folder that is to be walked is not there or is no folder. Python: `FileNotFoundError`. */
export class FolderNotFoundError extends DataError {
  override readonly name = "FolderNotFoundError";
  readonly code = "io/folder-not-found";
  /** Path of the folder. */
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`No such folder: ${path} (expected an existing folder)`, options);
    this.path = path;
  }
}

/** A metadata side file whose content does not fit its dataset. Python: `AttributeError`, `IndexError`. */
export class InvalidSidecarError extends DataError {
  override readonly name = "InvalidSidecarError";
  readonly code = "io/invalid-sidecar";
  /** Key of the side file. */
  readonly key: string;
  /** What is wrong, in words. */
  readonly reason: string;

  constructor(key: string, reason: string, options?: ErrorOptions) {
    super(`Invalid metadata file ${JSON.stringify(key)}: ${reason}`, options);
    this.key = key;
    this.reason = reason;
  }
}

/** A date folder holds session 999 already. Python: `AssertionError`. */
export class NumbersUsedUpError extends DataError {
  override readonly name = "NumbersUsedUpError";
  readonly code = "io/numbers-used-up";
  /** Path of the folder. */
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`No session number left in ${path} (expected none above 998)`, options);
    this.path = path;
  }
}

/** Everything that loading, finding and saving throw by themselves; stores and decoders add their own. */
export type IoError = DatasetFileNotFoundError | FolderNotFoundError | InvalidSidecarError | NumbersUsedUpError;

/** Narrow an unknown error to this entry's, or to some of its codes. */
export const isIoError: ErrorGuard<IoError> = errorGuard<IoError>("io/");
