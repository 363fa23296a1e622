import { type FileLock } from "@neurophys/alf/store/node";
import { LockLostError } from "../errors/file-errors.ts";
import { credentialFor } from "../http/credential.ts";
import { NoDiskThreadError } from "./disk-thread.ts";
import { type CheckedItem, refusesPages } from "./download-item.ts";
import { type DownloadOutcome, type TransferOptions } from "./download-options.ts";
import { isForExchange } from "./exchange.ts";
import { prepareExchanges } from "./exchange-agent.ts";
import { type EarlierTry, type FileProgress } from "./fetch-file.ts";
import { claimName, type GroupLock } from "./lock-group.ts";
import { RESUMABLE_BYTES } from "./part-file.ts";
import { type SidePaths } from "./part-state.ts";
import { isQuick, type QuickAnswer, quickGet } from "./quick-get.ts";

/** What a quick try leaves to the thorough way, which goes on under the same lock. */
export interface QuickTry extends EarlierTry {
  readonly lock: FileLock;
  /** What the next `fetch` is to give or throw, as the server has answered already. */
  readonly replay?: ((request: Request) => Response) | undefined;
}

/** What {@link bringSmall} works with. */
export interface SmallTransfer {
  readonly item: CheckedItem & { readonly sizeBytes: number };
  readonly options: TransferOptions;
  readonly paths: SidePaths;
  readonly onProgress: (progress: FileProgress) => void;
}

/** True for a file that is worth a quick try: it fits into memory, and would be begun anew if it broke off. */
export function isSmall(item: CheckedItem, options: TransferOptions): item is SmallTransfer["item"] {
  const { sizeBytes = Number.POSITIVE_INFINITY } = item;
  const isPlain =
    options.ky === undefined && options.overwrite !== true && isForExchange(Object.keys(options.headers ?? {}));
  return (
    isPlain && isQuick(item.address.url) && sizeBytes < RESUMABLE_BYTES && sizeBytes <= (options.maxBytes ?? sizeBytes)
  );
}

/**
 * Bring a small file the quick way: one plain request, and one hop to the disk thread before and after.
 *
 * The promises are those of the thorough way: locked against other processes, verified, there whole or not at all.
 *
 * @returns The file; what was tried if that did not bring it, with the lock still held; `undefined` if something is there,
 *   another is at it, or this process may have no threads.
 * @throws The signal's reason; errors of the file system.
 */
export async function bringSmall(transfer: SmallTransfer): Promise<DownloadOutcome | QuickTry | undefined> {
  const { item, options, paths } = transfer;
  const { target, sizeBytes } = item;
  // Whoever opens an exchange hears of its failure.
  prepareExchanges().catch(() => undefined);
  const lock = await claim(target, paths.lock);
  if (lock === undefined) return undefined;
  try {
    const answer = await ask(transfer);
    if (answer.kind === "other") return { lock, transferredBytes: 0, replay: answer.replay };
    if (answer.kind === "broken") return { lock, transferredBytes: answer.receivedBytes, error: answer.error };
    if (!(await lock.isHeld())) throw new LockLostError(target);
    const { isPlaced, md5 } = await lock.put({
      bytes: answer.bytes,
      target,
      part: paths.part,
      state: paths.state,
      md5: item.md5,
      hashed: item.md5 !== undefined || options.withMd5 === true,
      durable: options.durable === true,
    });
    if (!isPlaced) return { lock, transferredBytes: sizeBytes, isWrong: true };
    return { target, source: "downloaded", sizeBytes, md5, transferredBytes: sizeBytes };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function claim(target: string, path: string): Promise<GroupLock | undefined> {
  try {
    return await claimName(target, path);
  } catch (error) {
    if (error instanceof NoDiskThreadError) return undefined;
    throw error;
  }
}

async function ask({ item, options, onProgress }: SmallTransfer): Promise<QuickAnswer> {
  const { url } = item.address;
  let receivedBytes = 0;
  return await quickGet(url, {
    headers: await headersFor(url, options),
    sizeBytes: item.sizeBytes,
    refuseHtml: refusesPages(item),
    timeoutMs: options.timeoutMs ?? 30_000,
    stallMs: options.stallMs ?? 60_000,
    signal: options.signal,
    onBytes: (count) => {
      receivedBytes += count;
      onProgress({ receivedBytes, resumedBytes: 0, totalBytes: item.sizeBytes });
    },
  });
}

async function headersFor(url: URL, { headers, credentials }: TransferOptions): Promise<Record<string, string>> {
  const plain = { ...headers, "Accept-Encoding": "identity" };
  const credential = credentialFor(credentials ?? [], url);
  if (credential === undefined) return plain;
  // As `fetch` would send them: a name stands once, however it is written.
  const request = new Request(url, { headers: plain });
  for (const [name, value] of Object.entries(await credential.authorize(request))) request.headers.set(name, value);
  return Object.fromEntries(request.headers);
}
