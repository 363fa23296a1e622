import { join, resolve } from "node:path";
import { type FileLock, takeFileLock } from "@neurophys/alf/store/node";
import { FolderMissingError, TableLockError, TableWriteError } from "../tables/errors.ts";
import { systemCode } from "./tables-folder.ts";

/** Name of the lock file, the same that Python's ONE uses. */
export const LOCK_FILE: string = ".ONE.lock";

/** How long to wait for a lock, and when to take one for forgotten. */
export interface LockOptions {
  /** A lock of another machine, or of a process that has ended, counts as forgotten if nothing touched it for so long. */
  readonly staleAfterMs?: number | undefined;
  /** The same for a lock of a process of this machine that is alive, but perhaps too busy to touch it. */
  readonly busyAfterMs?: number | undefined;
  /** Give up after so long. */
  readonly timeoutMs?: number | undefined;
  /** Ends the waiting; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that this process holds. */
export type TablesLock = Pick<FileLock, "isHeld" | "release">;

/** Python's ONE waits so long before it removes a lock. */
const STALE_AFTER_MS = 5000;
const BUSY_AFTER_MS = 30_000;
const TIMEOUT_MS = 120_000;

/**
 * Lock the tables of a folder against other processes, of this package and of Python's ONE.
 *
 * The lock is a file that is made if and only if there is none. It says who made it, and is touched every second. A lock
 * that nobody touches any more is removed. A Python process removes any lock after five seconds, so ask
 * `isHeld` before putting files in place.
 *
 * @throws TableLockError if the lock is held for longer than the time given.
 * @throws TableWriteError if nothing can be written to the folder.
 * @throws FolderMissingError if there is no such folder.
 * @see Source: `FileLock` in iblutil, `iblutil/io/params.py`: there the lock can be taken twice between looking and making.
 */
export async function lockTables(folder: string, options: LockOptions = {}): Promise<TablesLock> {
  const path = join(resolve(folder), LOCK_FILE);
  try {
    return await takeFileLock(path, {
      staleAfterMs: options.staleAfterMs ?? STALE_AFTER_MS,
      busyAfterMs: options.busyAfterMs ?? BUSY_AFTER_MS,
      giveUpAfterMs: options.timeoutMs ?? TIMEOUT_MS,
      heldError: (owner, waitedMs) => new TableLockError(path, owner, waitedMs),
      facts: { datetime: new Date().toISOString() },
      isDisputed: true,
      signal: options.signal,
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw typedFailure(error, resolve(folder));
  }
}

function typedFailure(error: unknown, folder: string): unknown {
  const code = systemCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return new FolderMissingError(folder, { cause: error });
  return code === undefined ? error : new TableWriteError(folder, { cause: error });
}
