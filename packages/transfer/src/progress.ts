/** How far a transfer is. */
export interface TransferProgress {
  /** Bytes that are there, what was resumed or cached included. */
  readonly receivedBytes: number;
  /** `undefined` while nobody says. */
  readonly totalBytes: number | undefined;
  /** Over the last seconds; what was resumed or cached does not count. 0 at the beginning. */
  readonly bytesPerSecond: number;
  /** Seconds to go at this rate; `undefined` while it cannot be told. */
  readonly etaSeconds: number | undefined;
}

/** How far the download of one file is. */
export interface DownloadProgress extends TransferProgress {
  /** Path of the file. */
  readonly target: string;
  /** Address without its query and without credentials. */
  readonly url: string;
  /** Of the bytes that are there, those that an earlier call left behind. */
  readonly resumedBytes: number;
}

/** How far a list of downloads is. */
export interface BatchProgress extends TransferProgress {
  /** Files that are done, for better or worse. */
  readonly doneFiles: number;
  /** Of those, the ones that failed. */
  readonly failedFiles: number;
  readonly totalFiles: number;
}

/** Time over which a rate is measured. */
const WINDOW_MS = 5000;
/** Two marks closer than this are one. */
const STEP_MS = 250;

/** Bytes per second over the last five seconds. */
export class RateMeter {
  readonly #marks: { readonly atMs: number; bytes: number }[];
  #bytes = 0;

  /** @param nowMs - Time at which the transfer begins. */
  constructor(nowMs: number) {
    this.#marks = [{ atMs: nowMs, bytes: 0 }];
  }

  /** Bytes counted so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Count bytes that have come at `nowMs`. */
  add(bytes: number, nowMs: number): void {
    this.#bytes += bytes;
    const last = this.#marks.at(-1);
    if (last !== undefined && this.#marks.length > 1 && nowMs - last.atMs < STEP_MS) last.bytes = this.#bytes;
    else this.#marks.push({ atMs: nowMs, bytes: this.#bytes });
    while (this.#marks.length > 2 && nowMs - (this.#marks[1]?.atMs ?? nowMs) > WINDOW_MS) this.#marks.shift();
  }

  /** The rate at `nowMs`. */
  bytesPerSecond(nowMs: number): number {
    const first = this.#marks[0];
    const seconds = first === undefined ? 0 : (nowMs - first.atMs) / 1000;
    return first === undefined || seconds <= 0 ? 0 : (this.#bytes - first.bytes) / seconds;
  }
}

/**
 * Put a progress together.
 *
 * @param receivedBytes - Bytes that are there.
 * @param totalBytes - Bytes there will be.
 */
export function progressOf(
  receivedBytes: number,
  totalBytes: number | undefined,
  bytesPerSecond: number,
): TransferProgress {
  const left = totalBytes === undefined ? undefined : Math.max(0, totalBytes - receivedBytes);
  const etaSeconds = left === 0 ? 0 : left === undefined || bytesPerSecond <= 0 ? undefined : left / bytesPerSecond;
  return { receivedBytes, totalBytes, bytesPerSecond, etaSeconds };
}
