import { type BatchProgress, type DownloadProgress, progressOf, RateMeter } from "../progress.ts";
import { type DownloadItem } from "./download-item.ts";
import { type DownloadOutcome } from "./download-options.ts";

/** Progress is told at most so often. */
const PROGRESS_MS = 100;

/** Adds up what the files of a list tell. */
export class ProgressBoard {
  readonly #onProgress: ((progress: BatchProgress) => void) | undefined;
  readonly #meter: RateMeter = new RateMeter(performance.now());
  /** Bytes of each file that are there. */
  readonly #received: Float64Array;
  /** Bytes of each file that came over the network, as far as reported. */
  readonly #fresh: Float64Array;
  readonly #totals: (number | undefined)[];
  #unknown = 0;
  #sum = 0;
  #totalSum = 0;
  #done = 0;
  #failed = 0;
  #toldAtMs: number = Number.NEGATIVE_INFINITY;

  constructor(items: readonly DownloadItem[], onProgress: ((progress: BatchProgress) => void) | undefined) {
    this.#onProgress = onProgress;
    this.#received = new Float64Array(items.length);
    this.#fresh = new Float64Array(items.length);
    this.#totals = items.map(({ sizeBytes }) => sizeBytes);
    for (const total of this.#totals) {
      if (total === undefined) this.#unknown += 1;
      else this.#totalSum += total;
    }
  }

  /** Take in what a download tells. */
  received(index: number, { receivedBytes, resumedBytes, totalBytes }: DownloadProgress): void {
    this.#setFresh(index, receivedBytes - resumedBytes);
    this.#setReceived(index, receivedBytes);
    if (totalBytes !== undefined) this.#setTotal(index, totalBytes);
    this.tell(false);
  }

  /** Take in that a file is done; `undefined` if it failed. */
  done(index: number, outcome: DownloadOutcome | undefined): void {
    this.#done += 1;
    if (outcome === undefined) this.#failed += 1;
    else this.#setFresh(index, outcome.transferredBytes);
    // What failed is not waited for any more.
    const sizeBytes = outcome?.sizeBytes ?? this.#received[index] ?? 0;
    this.#setReceived(index, sizeBytes);
    this.#setTotal(index, sizeBytes);
    this.tell(false);
  }

  /** Tell the caller how far all is, unless that was done a moment ago. */
  tell(always: boolean): void {
    const nowMs = performance.now();
    if (this.#onProgress === undefined || (!always && nowMs - this.#toldAtMs < PROGRESS_MS)) return;
    this.#toldAtMs = nowMs;
    const total = this.#unknown > 0 ? undefined : this.#totalSum;
    this.#onProgress({
      ...progressOf(this.#sum, total, this.#meter.bytesPerSecond(nowMs)),
      doneFiles: this.#done,
      failedFiles: this.#failed,
      totalFiles: this.#totals.length,
    });
  }

  #setFresh(index: number, bytes: number): void {
    const more = bytes - (this.#fresh[index] ?? 0);
    if (more <= 0) return;
    this.#fresh[index] = bytes;
    this.#meter.add(more, performance.now());
  }

  #setReceived(index: number, bytes: number): void {
    this.#sum += bytes - (this.#received[index] ?? 0);
    this.#received[index] = bytes;
  }

  #setTotal(index: number, bytes: number): void {
    const before = this.#totals[index];
    if (before === undefined) this.#unknown -= 1;
    this.#totalSum += bytes - (before ?? 0);
    this.#totals[index] = bytes;
  }
}
