import { setMaxListeners } from "node:events";
import { dirname } from "node:path";
import { InvalidItemError } from "../errors/file-errors.ts";
import { type BatchProgress, type DownloadProgress } from "../progress.ts";
import { contextOf, type DownloadContext, downloadWith, isNew } from "./download.ts";
import { type DownloadItem } from "./download-item.ts";
import { type DownloadOutcome, type DownloadSource, type TransferOptions } from "./download-options.ts";
import { ProgressBoard } from "./progress-board.ts";
import { syncFolder } from "./sync-folder.ts";

/** Options of {@link downloadAll}. */
export interface DownloadAllOptions extends TransferOptions {
  /** Most files at a time. 16 by default; ONE takes 4. */
  readonly concurrency?: number | undefined;
  /** Called at most ten times a second, and at the end. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Called when a file is done, for better or worse, in the order they end. */
  readonly onFile?: ((result: DownloadResult) => void) | undefined;
}

/** What became of one file: it is there, or there is an error. */
export type DownloadResult =
  | { readonly item: DownloadItem; readonly outcome: DownloadOutcome; readonly error?: undefined }
  | { readonly item: DownloadItem; readonly outcome?: undefined; readonly error: unknown };

/** What became of a list of downloads. */
export interface DownloadSummary {
  /** In the order of the items. */
  readonly results: readonly DownloadResult[];
  /** Files by where they came from, and those that failed. */
  readonly counts: Readonly<Record<DownloadSource | "failed", number>>;
  /** Bytes that came over the network, tries that failed included. */
  readonly transferredBytes: number;
  /** Size of all files that are there. */
  readonly sizeBytes: number;
  readonly durationMs: number;
}

const DEFAULT_CONCURRENCY = 16;

/**
 * Download files, a few at a time, each as `download` does.
 *
 * A file that fails does not keep others from coming: its error stands in the summary. Items with equal targets and
 * different content fail, all but the first.
 *
 * @returns Once every file is there or has failed.
 * @throws Only the signal's reason, once no transfer is under way.
 * @see Source: `http_download_file_list` in ONE, `one/webclient.py`: there the first failure ends all, and nothing says
 *   what was there before.
 */
export async function downloadAll(
  items: readonly DownloadItem[],
  given: DownloadAllOptions = {},
): Promise<DownloadSummary> {
  const started = performance.now();
  const options = { ...given, signal: sharedSignal(given.signal) };
  const context = contextOf(options);
  const board = new ProgressBoard(items, options.onProgress);
  const results: DownloadResult[] = new Array<DownloadResult>(items.length);
  const clashes = clashesOf(items);
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    // One queue for all lanes: each takes the next item when it has time.
    for (const [index, item] of queue) {
      options.signal?.throwIfAborted();
      const result = clashes.has(index) ? clash(item) : await attempt(context, item, { options, board, index });
      results[index] = result;
      board.done(index, result.outcome);
      options.onFile?.(result);
    }
  };
  const lanes = Math.max(1, Math.min(options.concurrency ?? DEFAULT_CONCURRENCY, items.length));
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  if (options.durable === true) await syncFolders(results);
  options.signal?.throwIfAborted();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  board.tell(true);
  return summaryOf(results, performance.now() - started);
}

/** A signal for all files of a list: each listens to it, which is no leak that Node need warn of. */
function sharedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const shared = AbortSignal.any([signal]);
  setMaxListeners(0, shared);
  return shared;
}

async function attempt(
  context: DownloadContext,
  item: DownloadItem,
  more: { readonly options: DownloadAllOptions; readonly board: ProgressBoard; readonly index: number },
): Promise<DownloadResult> {
  const { options, board, index } = more;
  try {
    const onProgress = (progress: DownloadProgress): void => board.received(index, progress);
    return { item, outcome: await downloadWith(context, item, { ...options, onProgress }) };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { item, error };
  }
}

/** Each folder once: for many small files that is most of what flushing costs. */
async function syncFolders(results: readonly (DownloadResult | undefined)[]): Promise<void> {
  const folders = new Set<string>();
  for (const result of results) {
    const outcome = result?.outcome;
    if (outcome !== undefined && isNew(outcome)) folders.add(dirname(outcome.target));
  }
  await Promise.all([...folders].map(syncFolder));
}

/** Indices of items whose target is that of an earlier item with another content. */
function clashesOf(items: readonly DownloadItem[]): ReadonlySet<number> {
  const contents = new Map<string, string>();
  const clashes = new Set<number>();
  for (const [index, { target, url, md5, sizeBytes }] of items.entries()) {
    const content = JSON.stringify([String(url), md5, sizeBytes]);
    const known = contents.get(target);
    if (known === undefined) contents.set(target, content);
    else if (known !== content) clashes.add(index);
  }
  return clashes;
}

function clash(item: DownloadItem): DownloadResult {
  return { item, error: new InvalidItemError(item.target, "the target of another download in the same list") };
}

function summaryOf(results: readonly DownloadResult[], durationMs: number): DownloadSummary {
  const counts = { cache: 0, shared: 0, resumed: 0, downloaded: 0, failed: 0 };
  let transferredBytes = 0;
  let sizeBytes = 0;
  for (const { outcome } of results) {
    counts[outcome?.source ?? "failed"] += 1;
    transferredBytes += outcome?.transferredBytes ?? 0;
    sizeBytes += outcome?.sizeBytes ?? 0;
  }
  return { results, counts, transferredBytes, sizeBytes, durationMs };
}
