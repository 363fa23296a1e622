import { type OnWarning } from "@neurophys/alf";
import { type RestRecord } from "@neurophys/one-client/alyx";
import { type ImageSource } from "../images/image-source.ts";
import { type NotesApi, type RequestOptions } from "../notes/notes-api.ts";
import { type SessionFiles } from "./expected-files.ts";

/** What a task makes: paths of files, or images in memory. */
export type TaskOutput = ImageSource;

/** 0: done; -1: failed; -2: the lock is held; -3: incomplete. */
export type TaskStatus = 0 | -1 | -2 | -3;

/** What a task needs of a client of the database, beside what images need. */
export interface TasksApi extends NotesApi {
  /** One record. */
  read(endpoint: string, id: string, options?: RequestOptions): Promise<RestRecord>;
  /** Replaces some fields of a record. */
  partialUpdate(endpoint: string, id: string, data: RestRecord): Promise<RestRecord>;
}

/** A lock that one task at a time can hold, e.g. on a graphics card. */
export interface TaskLock {
  /**
   * Takes the lock, if nobody holds it, or nobody for longer than was allowed.
   *
   * @returns Who holds it, if it was not to be had.
   */
  acquire(name: string, timeoutSeconds: number): Promise<string | undefined>;
  /** Gives it back. */
  release(): Promise<void>;
}

/** What a task is registered with. */
export interface UploadOptions {
  /** Version of the program that made the files. */
  readonly version: string;
  /** Files above this many bytes get no hash. */
  readonly maxMd5Size?: number | undefined;
}

/** Brings the files of a task to where it runs, and what it made to the database. */
export interface DataHandler {
  /** Before the run, where `location` is not `"server"`: fetches the inputs. */
  setUp?(): Promise<void>;
  /** Registers files as datasets. @returns Their records. */
  uploadData?(files: readonly string[], options: UploadOptions): Promise<readonly RestRecord[]>;
  /** After all: removes what was fetched. */
  cleanUp?(): Promise<void>;
}

/** How a task is made. */
export interface TaskOptions {
  /** The database; without it nothing is told to it. */
  readonly one?: { readonly alyx: TasksApi } | undefined;
  /** Id of the task in the database. */
  readonly taskId?: string | undefined;
  /** Tasks that come before. */
  readonly parents?: readonly { readonly level: number }[] | undefined;
  /** Name of the machine, for the log. */
  readonly machine?: string | undefined;
  /** The log of this run takes the place of older ones. Default true. */
  readonly clobber?: boolean | undefined;
  /** Where the task runs. Default `"server"`, where the files are. */
  readonly location?: string | undefined;
  /** `"raise"` to throw what goes wrong. Default `"continue"`: it is in the log, and the status is -1. */
  readonly onError?: "continue" | "raise" | undefined;
  /** The session's disk. Without it a task has no inputs to check, and outputs in memory only. */
  readonly files?: SessionFiles | undefined;
  /** Used by tasks that need a graphics card. */
  readonly lock?: TaskLock | undefined;
  /** Brings and takes away files. */
  readonly data?: DataHandler | undefined;
  /** The clock. Default: that of the machine. */
  readonly now?: (() => Date) | undefined;
  /** Told about what went on although something was odd; it is in the log too. */
  readonly onWarning?: OnWarning | undefined;
}

/** How a task runs. */
export interface TaskRunOptions {
  /** Make again what is there. Default false. */
  readonly overwrite?: boolean | undefined;
}
