import { type ErrorGuard, errorGuard } from "@neurophys/alf";
import {
  type HistologyIncompleteError,
  type InsertionNotFoundError,
  type InvalidOntologyError,
  type InvalidVolumeError,
  type OutsideAtlasError,
  type UnknownMappingError,
  type UnknownRegionError,
} from "./errors/atlas-errors.ts";
import {
  type ImageNotFoundError,
  type InvalidImageError,
  type InvalidObjectIdError,
  type InvalidRecordError,
  type InvalidWidthError,
  type NotLoggedInError,
  type TargetMismatchError,
  type UnequalListsError,
  type UnwritableJsonError,
} from "./errors/note-errors.ts";
import {
  type NotRunError,
  type OutputsMissingError,
  type TaskFailedError,
  type TaskLockedError,
  type UnknownTaskError,
} from "./errors/task-errors.ts";

/** Every error that this package throws on purpose; the database's client throws `alyx/…` and `transfer/…` besides. */
export type SnapshotError =
  | HistologyIncompleteError
  | ImageNotFoundError
  | InsertionNotFoundError
  | InvalidImageError
  | InvalidObjectIdError
  | InvalidOntologyError
  | InvalidRecordError
  | InvalidVolumeError
  | InvalidWidthError
  | NotLoggedInError
  | NotRunError
  | OutputsMissingError
  | OutsideAtlasError
  | TargetMismatchError
  | TaskFailedError
  | TaskLockedError
  | UnequalListsError
  | UnknownMappingError
  | UnknownRegionError
  | UnknownTaskError
  | UnwritableJsonError;

/** Narrows an unknown error to this package's, or to some of its codes. */
export const isSnapshotError: ErrorGuard<SnapshotError> = errorGuard<SnapshotError>("snapshot/");
