import { type OnWarning } from "@neurophys/alf";
import { type AlyxRest } from "./alyx-rest.ts";
import { type DatasetRow } from "./dataset-records.ts";
import { type InsertionRow } from "./insertion-records.ts";
import { type SessionRow } from "./session-records.ts";

/** Rows that an answer held, for the caller's cache tables. */
export interface RemoteRows {
  /** One a session; absent if the answer described none. */
  readonly sessions?: readonly SessionRow[] | undefined;
  /** One a dataset with a file that exists; absent if the answer described none. */
  readonly datasets?: readonly DatasetRow[] | undefined;
  /** One a probe insertion; absent if the answer described none. */
  readonly insertions?: readonly InsertionRow[] | undefined;
}

/** What every function that asks the database is handed. */
export interface AlyxContext {
  /** The client that sends the requests. */
  readonly rest: AlyxRest;
  /** Folder below which session folders lie; paths are made with it. */
  readonly cacheDir: string;
  /** Receives the rows of every answer, so that tables can grow by them; of a list those of each page as it comes. */
  readonly onRows?: ((rows: RemoteRows) => void) | undefined;
  /** Ends the requests when their answers are no longer wanted. */
  readonly signal?: AbortSignal | undefined;
  /** Told about what went on although something was odd; nobody is if left out. */
  readonly onWarning?: OnWarning | undefined;
}
