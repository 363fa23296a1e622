import { type DatasetRecord } from "../listing/records.ts";

/** A file that is to be brought. */
export interface WantedFile {
  /** What is known of its dataset: the id, and size and MD5 if they are known. */
  readonly record: DatasetRecord;
  /** Where it is to lie in the store. */
  readonly key: string;
  /** Where it lies at its source: the same with the dataset's id in its name. */
  readonly remoteKey: string;
}

/** How files are brought. */
export interface FetchFilesOptions {
  /** Whether a known MD5 must be that of what comes. */
  readonly checkHash: boolean;
  /** How many further files of the same question are there already, as their records say. */
  readonly presentCount: number;
  /** Ends the work when it is no longer wanted. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Brings files to the store, each whole and as its record says, or not at all.
 *
 * Called for every question about files, also if none is missing. Rejects if a file cannot be brought for another reason
 * than that no source has it; other files have come by then.
 *
 * @returns Whether each file is there now, `(nFiles,)`; false where no source has it.
 */
export type FetchFiles = (wanted: readonly WantedFile[], options: FetchFilesOptions) => Promise<readonly boolean[]>;
