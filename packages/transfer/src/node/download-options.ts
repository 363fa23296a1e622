import { type KyInstance } from "ky";
import { type HttpPolicy } from "../http/create-http.ts";
import { type DownloadProgress } from "../progress.ts";
import { type LockPatience } from "./file-lock.ts";

/** What one download and many have in common. */
export interface TransferOptions extends HttpPolicy, Omit<LockPatience, "signal"> {
  /** The HTTP client to build on; `ky` as it comes by default. */
  readonly ky?: KyInstance | undefined;
  /** Sent with every request, to every server. Not for secrets: those go into `credentials`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Folder that targets must not leave, whatever they are. Without it the caller answers for them. */
  readonly root?: string | undefined;
  /** Download although the file is there. False by default. */
  readonly overwrite?: boolean | undefined;
  /** Tell the md5 of every file, also where none is expected. False by default. */
  readonly withMd5?: boolean | undefined;
  /** Longest time without a byte, in ms. 60,000 by default. */
  readonly stallMs?: number | undefined;
  /** Refuse files above this size, in bytes. No limit by default. */
  readonly maxBytes?: number | undefined;
  /**
   * Flush every file to the disk before it gets its name, and the names too. False by default: a process may end at any
   * moment and leaves whole files, but after a power cut the last ones may be empty or gone. Where sizes are known such
   * files are found and fetched again.
   */
  readonly durable?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of `download`. */
export interface DownloadOptions extends TransferOptions {
  /** Called at most ten times a second, and at the end. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * How a file came to be there: it was there and right (`"cache"`), another call or process brought it (`"shared"`), the
 * rest of it was transferred (`"resumed"`), or all of it (`"downloaded"`).
 */
export type DownloadSource = "cache" | "shared" | "resumed" | "downloaded";

/** A file that is there. */
export interface DownloadOutcome {
  /** Absolute path. */
  readonly target: string;
  readonly source: DownloadSource;
  readonly sizeBytes: number;
  /** Present if one was expected or asked for. */
  readonly md5: string | undefined;
  /** Bytes that this call brought over the network, tries that failed included. */
  readonly transferredBytes: number;
}
