export {
  HistologyIncompleteError,
  InsertionNotFoundError,
  InvalidOntologyError,
  InvalidVolumeError,
  OutsideAtlasError,
  UnknownMappingError,
  UnknownRegionError,
} from "./errors/atlas-errors.ts";
export {
  ImageNotFoundError,
  InvalidImageError,
  InvalidObjectIdError,
  InvalidRecordError,
  InvalidWidthError,
  NotLoggedInError,
  TargetMismatchError,
  UnequalListsError,
  UnwritableJsonError,
} from "./errors/note-errors.ts";
export {
  NotRunError,
  OutputsMissingError,
  TaskFailedError,
  TaskLockedError,
  UnknownTaskError,
} from "./errors/task-errors.ts";
export { isSnapshotError, type SnapshotError } from "./errors.ts";
export { browserImages } from "./images/browser-images.ts";
export type {
  CanvasFigure,
  ImageReader,
  ImageSource,
  NamedImage,
  PageCanvas,
  SvgFigure,
  WorkerCanvas,
} from "./images/image-source.ts";
export type { NoteWidth } from "./images/note-width.ts";
export type { ListsOfImages } from "./notes/broadcast.ts";
export type { NoteRecord, NotesApi, RequestOptions } from "./notes/notes-api.ts";
export {
  type OneWithAlyx,
  type RegisterImageOptions,
  type RegisterImagesOptions,
  Snapshot,
  type SnapshotOptions,
} from "./snapshot.ts";
