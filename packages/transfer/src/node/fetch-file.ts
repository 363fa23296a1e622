import { type FileLock } from "@neurophys/alf/store/node";
import { type KyInstance } from "ky";
import { IntegrityError, LockLostError } from "../errors/file-errors.ts";
import { isTransferError } from "../errors.ts";
import { sleep } from "../http/create-http.ts";
import { publicUrl } from "../http/http-url.ts";
import { defaultBackoffMs, jittered } from "../http/retry-after.ts";
import { type CheckedItem, refusesPages } from "./download-item.ts";
import { type DownloadOutcome, type TransferOptions } from "./download-options.ts";
import { PartFile } from "./part-file.ts";
import { type SidePaths } from "./part-state.ts";
import { type Question, receive, SizeMismatch } from "./receive.ts";

/** A try that got so much further than any before is no failure of the next. */
const PROGRESS_BYTES = 1024 * 1024;

/** Bytes that are there, that were there before, and that there will be. */
export interface FileProgress {
  readonly receivedBytes: number;
  readonly resumedBytes: number;
  readonly totalBytes: number | undefined;
}

/** What {@link fetchFile} works with. */
export interface FileTransfer {
  readonly item: CheckedItem;
  readonly options: TransferOptions;
  readonly http: KyInstance;
  readonly lock: FileLock;
  readonly paths: SidePaths;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: FileProgress) => void;
  /** A try that was made before. */
  readonly earlier?: EarlierTry | undefined;
}

/** How a try that was made before has failed. */
export interface EarlierTry {
  /** Bytes that came in vain. */
  readonly transferredBytes: number;
  /** Why the body was not whole. */
  readonly error?: unknown;
  /** True if the body was whole and had another hash than expected. */
  readonly isWrong?: boolean | undefined;
}

/** Bring a file over the network, verify it and put it in its place; the lock must be held. */
export async function fetchFile(transfer: FileTransfer): Promise<DownloadOutcome> {
  const { item, options, lock, paths } = transfer;
  const verified = item.md5 !== undefined;
  const part = await PartFile.open(paths, {
    source: publicUrl(item.address.url),
    hashed: verified || options.withMd5 === true,
    verified,
    // One that was only silent may come back and write to what it had open.
    reuse: lock.predecessor !== "silent",
    durable: options.durable === true,
  });
  try {
    if (part.length > 0) tell(part, transfer, part.version?.totalBytes);
    const { transferredBytes, md5 } = await receiveVerified(part, transfer);
    if (!(await lock.isHeld())) throw new LockLostError(item.target);
    await part.publish(item.target);
    const source = part.resumedBytes > 0 ? "resumed" : "downloaded";
    return { target: item.target, source, sizeBytes: part.length, md5, transferredBytes };
  } catch (error) {
    if (isWorthKeeping(error, transfer.signal)) await part.keep();
    else await part.discard();
    throw error;
  }
}

/** A part that another call can go on with; not one that fills the disk, is wrong, or belongs to another process. */
function isWorthKeeping(error: unknown, signal: AbortSignal | undefined): boolean {
  const broken = isTransferError(
    error,
    "transfer/interrupted",
    "transfer/timeout",
    "transfer/throttled",
    "transfer/http-status",
  );
  return broken || signal?.aborted === true || error instanceof TypeError || isKyError(error);
}

function isKyError(error: unknown): boolean {
  return error instanceof Error && (error.name === "HTTPError" || error.name === "TimeoutError");
}

interface Received {
  readonly transferredBytes: number;
  readonly md5: string | undefined;
}

/** Receive until the content is right; what is wrong is fetched once more from the start, past all caches. */
async function receiveVerified(part: PartFile, transfer: FileTransfer): Promise<Received> {
  const { item, earlier } = transfer;
  const tally = { transferredBytes: earlier?.transferredBytes ?? 0 };
  for (let attempt = earlier?.isWrong === true ? 2 : 1; ; attempt++) {
    const headers = attempt === 1 ? {} : { "Cache-Control": "no-cache", Pragma: "no-cache" };
    const mismatch = await receiveAll(part, questionOf(part, transfer, { tally, headers }), transfer);
    const sizeBytes = mismatch?.sizeBytes ?? part.length;
    const md5 = mismatch === undefined ? part.md5() : undefined;
    const rightSize = item.sizeBytes === undefined || item.sizeBytes === sizeBytes;
    if (rightSize && (item.md5 === undefined || item.md5 === md5)) return { ...tally, md5 };
    await part.restart();
    if (attempt === 1) continue;
    const expected = { sizeBytes: item.sizeBytes, md5: item.md5 };
    throw new IntegrityError({
      url: publicUrl(item.address.url),
      target: item.target,
      expected,
      found: { sizeBytes, md5 },
    });
  }
}

function tell(part: PartFile, { item, onProgress }: FileTransfer, totalBytes: number | undefined): void {
  const { length: receivedBytes, resumedBytes } = part;
  onProgress({ receivedBytes, resumedBytes, totalBytes: totalBytes ?? item.sizeBytes });
}

function questionOf(
  part: PartFile,
  transfer: FileTransfer,
  { tally, headers }: { readonly tally: { transferredBytes: number }; readonly headers: Record<string, string> },
): Question {
  const { item, options, http, signal } = transfer;
  return {
    http,
    url: item.address.url,
    headers: { ...options.headers, ...headers },
    stallMs: options.stallMs ?? 60_000,
    sizeBytes: item.sizeBytes,
    limitBytes: options.maxBytes ?? Number.POSITIVE_INFINITY,
    verified: item.md5 !== undefined,
    refuseHtml: refusesPages(item),
    signal,
    onBytes: (count, totalBytes) => {
      tally.transferredBytes += count;
      tell(part, transfer, totalBytes);
    },
  };
}

/** Receive until the server says that all is there, over as many connections as it takes. */
async function receiveAll(
  part: PartFile,
  question: Question,
  { options, signal, earlier }: FileTransfer,
): Promise<SizeMismatch | undefined> {
  let furthest = part.length;
  let known = earlier?.error;
  for (let failures = 1; ; failures++) {
    try {
      if (known !== undefined) throw known;
      await receive(part, question);
      return undefined;
    } catch (error) {
      known = undefined;
      if (error instanceof SizeMismatch) return error;
      signal?.throwIfAborted();
      if (!isTransferError(error, "transfer/interrupted", "transfer/timeout")) throw error;
      if (part.length >= furthest + PROGRESS_BYTES) failures = 1;
      furthest = Math.max(furthest, part.length);
      if (failures > (options.retries ?? 4)) throw error;
      await sleep(jittered((options.backoffMs ?? defaultBackoffMs)(failures), Math.random()), signal);
    }
  }
}
