import { stat } from "node:fs/promises";
import { type FileLock, removeAbandonedLock, takeFileLock } from "@neurophys/alf/store/node";
import { LockTimeoutError } from "../errors/file-errors.ts";
import { isMissing } from "./file-failure.ts";

/** How long to wait for a lock, and when to take one for forgotten. */
export interface LockPatience {
  /** A lock of another machine counts as forgotten if nothing touched it for so long, in ms. 10,000 by default. */
  readonly staleAfterMs?: number | undefined;
  /** The same for a lock whose process is alive on this machine, in ms. 30,000 by default. */
  readonly busyAfterMs?: number | undefined;
  /** Give up after so long, in ms. Never by default: a large file takes its time. */
  readonly lockTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const STALE_AFTER_MS = 10_000;
const BUSY_AFTER_MS = 30_000;
/** A process that ended without a word leaves its lock; one so old is nobody's. */
const LITTER_AFTER_MS = 60_000;

/**
 * Lock a file that is to be written.
 *
 * @param path - The lock file. Its folder must exist.
 * @throws LockTimeoutError if it is held for longer than the time given; errors of the file system as they are.
 */
export async function takeLock(path: string, options: LockPatience = {}): Promise<FileLock> {
  return await takeFileLock(path, {
    staleAfterMs: options.staleAfterMs ?? STALE_AFTER_MS,
    busyAfterMs: options.busyAfterMs ?? BUSY_AFTER_MS,
    giveUpAfterMs: options.lockTimeoutMs,
    heldError: (owner, waitedMs) => new LockTimeoutError(path, owner, waitedMs),
    signal: options.signal,
  });
}

/** Remove a lock that a process of this machine left behind when it was ended, long ago. */
export async function removeLitter(path: string): Promise<void> {
  await removeAbandonedLock(path, LITTER_AFTER_MS);
}

/** What tells a file from another one under its name; `undefined` if there is none. */
export async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeMs, ctimeMs, size } = await stat(path);
    return [ino, mtimeMs, ctimeMs, size].join();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
