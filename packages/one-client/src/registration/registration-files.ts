import { type Move } from "./errors.ts";

/** What the database keeps of a file's content. */
export interface FileFacts {
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** 32 hexadecimal digits; `undefined` for a file that was too large to be hashed. */
  readonly md5: string | undefined;
}

/** How {@link RegistrationFiles.facts} reads. */
export interface FactsOptions {
  /** Files of this size or more are not hashed; all are by default. */
  readonly maxMd5SizeBytes?: number | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/** How {@link RegistrationFiles.move} moves. */
export interface MoveOptions {
  /** Let a file at the new place give way; it is kept until {@link MovedFiles.keep}. Default: false. */
  readonly replaceExisting?: boolean | undefined;
}

/** Files that have been moved, which is not yet final. */
export interface MovedFiles {
  /** Make it final. A file that gave way and cannot be removed stays under a temporary name. */
  keep(): Promise<void>;
  /**
   * Move everything back, and remove the folders that were made.
   *
   * @param cause - Why, for the error.
   * @throws MovesNotUndoneError (`registration/moves-not-undone`) for what cannot be moved back.
   */
  undo(cause: unknown): Promise<void>;
}

/** A folder that was made for a new session. */
export interface NewSessionFolder {
  /** Absolute path. */
  readonly path: string;
  /** Remove it and the folders above that were made with it, if nothing was put into them. */
  removeIfEmpty(): Promise<void>;
}

/**
 * What registration needs of the disk. All paths that come back are absolute and `/`-separated.
 *
 * The entry `registration/node` has `nodeRegistrationFiles`.
 */
export interface RegistrationFiles {
  /** A path in absolute, `/`-separated form, without `.` and `..`. */
  resolve(path: string): string;
  /**
   * Files below a folder whose name has two dots or more, in code-point order of their path components.
   *
   * @returns Paths relative to the folder.
   */
  listDatasetFiles(folder: string, signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Files below a folder whose relative path matches a shell pattern, in the same order.
   *
   * @param pattern - Of the whole relative path: `**` is any number of folders, `*` stays within one component.
   * @returns Paths relative to the folder.
   */
  findFiles(folder: string, pattern: string, signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Size and hash of a file.
   *
   * @throws FileChangedError (`registration/file-changed`) if it is being written to.
   */
  facts(path: string, options?: FactsOptions): Promise<FileFacts>;
  /**
   * Those of some moves that would meet another file at the new place. Nothing moves.
   *
   * A file that lies there with the same content is none.
   */
  blockedMoves(moves: readonly Move[], signal?: AbortSignal): Promise<readonly Move[]>;
  /**
   * Move files without losing any: never onto another file unless asked to, never half. All or none.
   *
   * A file that lies at the new place with the same content makes no conflict.
   *
   * @throws MoveTargetExistsError (`registration/move-target-exists`) if another file is in the way; then nothing moved.
   */
  move(moves: readonly Move[], options?: MoveOptions): Promise<MovedFiles>;
  /** Make the next number folder of a date, which nobody else gets. @param dateFolder - `…/subject/YYYY-MM-DD`. */
  createNextFolder(dateFolder: string): Promise<NewSessionFolder>;
  /** Remove a file; one that is not there is no failure. */
  remove(path: string): Promise<void>;
}
