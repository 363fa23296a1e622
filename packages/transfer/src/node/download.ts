import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type FileLock } from "@neurophys/alf/store/node";
import ky, { type KyInstance } from "ky";
import { isTransferError } from "../errors.ts";
import { createHttp } from "../http/create-http.ts";
import { credentialFor } from "../http/credential.ts";
import { typedHttpFailure } from "../http/http-failure.ts";
import { publicUrl } from "../http/http-url.ts";
import { type DownloadProgress, progressOf, RateMeter } from "../progress.ts";
import { type CheckedItem, checkItem, type DownloadItem } from "./download-item.ts";
import { type DownloadOptions, type DownloadOutcome, type TransferOptions } from "./download-options.ts";
import { type FileProgress, fetchFile } from "./fetch-file.ts";
import { isMissing, typedFileFailure } from "./file-failure.ts";
import { identityOf, removeLitter, takeLock } from "./file-lock.ts";
import { findCached } from "./find-cached.ts";
import { Flights } from "./flights.ts";
import { nodeFetch } from "./node-fetch.ts";
import { sidePathsOf } from "./part-state.ts";
import { type TargetGuard, targetGuard } from "./safe-target.ts";
import { bringSmall, isSmall, type SmallTransfer } from "./small-file.ts";
import { syncFolder } from "./sync-folder.ts";

/** Progress is told at most so often. */
const PROGRESS_MS = 100;

/** Downloads under way in this process, by target and by what is expected there. */
const FLIGHTS: Flights<DownloadOutcome, DownloadProgress> = new Flights();

/**
 * Download a file, so that it is there whole and verified, or not at all.
 *
 * What comes is written to a hidden `.part` file beside the target and hashed on the way; the target appears by one rename
 * when size and md5 are right. A transfer that breaks off is resumed by a range request, by this call and by later
 * ones, as long as the server still has the same version (by entity tag, date and size). Calls for one target share one
 * transfer, in this process and with others. A file that is there and right is not asked for again.
 *
 * @param item - What to download and where to.
 * @returns The file that is there.
 * @throws IntegrityError if size or md5 are wrong twice; NotFoundError, AccessRefusedError, ThrottledError,
 *   HttpAnswerError, ServerUnreachableError, TransferTimeoutError, InterruptedError, RedirectRefusedError,
 *   InvalidAnswerError, TooLargeError by what the server does; DiskFullError, PermissionError, FileSystemError,
 *   LockTimeoutError by what the disk does; InvalidUrlError, InvalidItemError, UnsafePathError before anything happens;
 *   the signal's reason if it aborts.
 * @see Source: `http_download_file` in ONE, `one/webclient.py`. There the body goes straight into the final name, a file
 *   that is there is never looked at again, and nothing is verified, resumed or tried again.
 *
 * @example
 * ```ts
 * const { target } = await download(
 *   { url: "https://data.lab.org/public/s/alf/spikes.times.npy", target: "spikes.times.npy", md5 },
 *   { credentials: [basicAuth("https://data.lab.org", user, password)] },
 * );
 * ```
 */
export async function download(item: DownloadItem, options: DownloadOptions = {}): Promise<DownloadOutcome> {
  const outcome = await downloadWith(contextOf(options), item, options);
  if (options.durable === true && isNew(outcome)) await syncFolder(dirname(outcome.target));
  return outcome;
}

/** What the downloads of one call have in common. */
export interface DownloadContext {
  readonly http: KyInstance;
  readonly guard: TargetGuard | undefined;
}

/** Make ready for downloads by the same options. */
export function contextOf(options: TransferOptions): DownloadContext {
  return { http: clientOf(options), guard: options.root === undefined ? undefined : targetGuard(options.root) };
}

/** True if a download wrote the file. */
export function isNew({ source }: DownloadOutcome): boolean {
  return source === "downloaded" || source === "resumed";
}

/** @param replay - What the first `fetch` gives or throws, as the server was asked already. */
function clientOf(options: TransferOptions, replay?: ((request: Request) => Response) | undefined): KyInstance {
  let first = replay;
  const fetchOnce = async (request: Request, init?: RequestInit): Promise<Response> => {
    const answer = first;
    first = undefined;
    return answer === undefined ? await nodeFetch(request, init) : answer(request);
  };
  const base = (options.ky ?? ky).extend((own) => ({ fetch: own.fetch ?? (fetchOnce as typeof fetch) }));
  return createHttp(base, options);
}

/** {@link download} by what is ready; the caller flushes the folder. */
export async function downloadWith(
  { http, guard }: DownloadContext,
  item: DownloadItem,
  options: DownloadOptions,
): Promise<DownloadOutcome> {
  const checked = await checkItem(item, guard);
  const { url, credential } = checked.address;
  if (credential !== undefined) {
    const credentials = [...(options.credentials ?? []), credential];
    const own = { ...options, credentials };
    return await share(checked, own, clientOf(own));
  }
  const sent = { ...checked, address: { url, credential: undefined } };
  return await share(sent, options, http);
}

/** Options of a download that several callers may wait for. */
interface FlightOptions extends TransferOptions {
  readonly onProgress: (progress: DownloadProgress) => void;
}

async function share(item: CheckedItem, options: DownloadOptions, http: KyInstance): Promise<DownloadOutcome> {
  const name = JSON.stringify([item.target, item.address.url.href, item.sizeBytes, item.md5, options.overwrite]);
  const { value, joined } = await FLIGHTS.join(name, {
    begin: (signal, onProgress) => bring(item, { ...options, signal, onProgress }, http),
    onEvent: options.onProgress,
    signal: options.signal,
  });
  return joined ? { ...value, source: "shared", transferredBytes: 0 } : value;
}

async function bring(item: CheckedItem, options: FlightOptions, http: KyInstance): Promise<DownloadOutcome> {
  try {
    const small = isSmall(item, options) ? await bringQuickly(item, options, http) : undefined;
    if (small !== undefined) return small;
    const isThere = (await item.guard?.isMissing(item.target)) !== true;
    const before = isThere ? await identityOf(item.target) : undefined;
    const mayBeRight = before !== undefined && options.overwrite !== true;
    const cached = mayBeRight ? await cachedOutcome(item, options, "cache") : undefined;
    if (cached !== undefined) {
      await removeLitter(sidePathsOf(item.target).lock);
      return cached;
    }
    for (;;) {
      try {
        return await bringLocked(item, options, { http, before });
      } catch (error) {
        // Another process has taken over: wait for it.
        if (!isTransferError(error, "transfer/lock-lost")) throw error;
      }
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    const { url } = item.address;
    const credentialsSent = credentialFor(options.credentials ?? [], url) !== undefined;
    const typed = typedFileFailure(error, item.target);
    throw typedHttpFailure(typed, { url, timeoutMs: options.timeoutMs ?? 30_000, credentialsSent });
  }
}

/** `undefined` if the file is there, or another is at it. */
async function bringQuickly(
  item: SmallTransfer["item"],
  options: FlightOptions,
  http: KyInstance,
): Promise<DownloadOutcome | undefined> {
  const paths = sidePathsOf(item.target);
  const onProgress = reporter(item, options);
  const came = await bringSmall({ item, options, paths, onProgress });
  if (came === undefined || "source" in came) return came;
  const { lock, replay } = came;
  try {
    const client = replay === undefined ? http : clientOf(options, replay);
    return await fetchFile({
      item,
      options,
      http: client,
      lock,
      paths,
      signal: options.signal,
      onProgress,
      earlier: came,
    });
  } finally {
    await lock.release();
  }
}

async function bringLocked(
  item: CheckedItem,
  options: FlightOptions,
  { http, before }: { readonly http: KyInstance; readonly before: string | undefined },
): Promise<DownloadOutcome> {
  const paths = sidePathsOf(item.target);
  const lock = await lockInFolder(paths.lock, options);
  try {
    // Whoever held the lock may have brought the file.
    const isOther = (await identityOf(item.target)) !== before;
    const shared = isOther ? await cachedOutcome(item, options, "shared") : undefined;
    if (shared !== undefined) return shared;
    const onProgress = reporter(item, options);
    return await fetchFile({ item, options, http, lock, paths, signal: options.signal, onProgress });
  } finally {
    await lock.release();
  }
}

/** Most files come into folders that are there: those are made when it shows that they are not. */
async function lockInFolder(path: string, options: FlightOptions): Promise<FileLock> {
  try {
    return await takeLock(path, options);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    return await takeLock(path, options);
  }
}

async function cachedOutcome(
  item: CheckedItem,
  { withMd5, signal }: FlightOptions,
  source: "cache" | "shared",
): Promise<DownloadOutcome | undefined> {
  const cached = await findCached(item, withMd5 === true, signal);
  return cached && { target: item.target, source, ...cached, transferredBytes: 0 };
}

/** What turns the reports of a transfer into progress. */
function reporter(item: CheckedItem, { onProgress }: FlightOptions): (progress: FileProgress) => void {
  const url = publicUrl(item.address.url);
  const meter = new RateMeter(performance.now());
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let before = 0;
  return ({ receivedBytes, resumedBytes, totalBytes }) => {
    const nowMs = performance.now();
    const fresh = receivedBytes - resumedBytes;
    meter.add(Math.max(0, fresh - before), nowMs);
    before = fresh;
    if (receivedBytes !== totalBytes && nowMs - toldAtMs < PROGRESS_MS) return;
    toldAtMs = nowMs;
    const progress = progressOf(receivedBytes, totalBytes, meter.bytesPerSecond(nowMs));
    onProgress({ target: item.target, url, resumedBytes, ...progress });
  };
}
