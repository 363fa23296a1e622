import { randomBytes } from "node:crypto";
import { type FileHandle, link, open, readFile, rename, stat, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
export interface TablesLock {
  /** False if another process took the lock for forgotten and removed it. */
  isHeld(): Promise<boolean>;
  /** Remove the lock file, unless it is another process's by now. */
  release(): Promise<void>;
}

/** Python's ONE waits so long before it removes a lock. */
const STALE_AFTER_MS = 5000;
const BUSY_AFTER_MS = 30_000;
const TIMEOUT_MS = 120_000;
const HEARTBEAT_MS = 1000;
const LONGEST_PAUSE_MS = 60;

/**
 * Lock the tables of a folder against other processes, of this package and of Python's ONE.
 *
 * The lock is a file that is made if and only if there is none. It says who made it, and is touched every second. A lock
 * that nobody touches any more is removed. A Python process removes any lock after five seconds, so ask
 * {@link TablesLock.isHeld} before putting files in place.
 *
 * @throws TableLockError if the lock is held for longer than the time given.
 * @throws TableWriteError if nothing can be written to the folder.
 * @throws FolderMissingError if there is no such folder.
 * @see Source: `FileLock` in iblutil, `iblutil/io/params.py`: there the lock can be taken twice between looking and making.
 */
export async function lockTables(folder: string, options: LockOptions = {}): Promise<TablesLock> {
  const path = join(resolve(folder), LOCK_FILE);
  const token = randomBytes(8).toString("hex");
  const started = performance.now();
  const watch = new LockWatch(path, options);
  for (;;) {
    options.signal?.throwIfAborted();
    const file = await createLock(path, token);
    if (file !== undefined) return heldLock(path, token, file);
    const seen = await watch.look();
    if (seen === "forgotten") await removeForgotten(path, watch.identity);
    else if (seen === "held") {
      const waitedMs = performance.now() - started;
      if (waitedMs > (options.timeoutMs ?? TIMEOUT_MS)) throw new TableLockError(path, watch.owner, waitedMs);
      // processes that wait together must not come back together
      await sleep(5 + Math.random() * LONGEST_PAUSE_MS, undefined, { signal: options.signal });
    }
  }
}

async function createLock(path: string, token: string): Promise<FileHandle | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "wx");
    const owner = { datetime: new Date().toISOString(), hostname: hostname(), pid: process.pid, token };
    await file.writeFile(JSON.stringify(owner));
    return file;
  } catch (error) {
    if (file !== undefined) {
      await file.close();
      await unlink(path).catch(() => undefined);
    }
    const code = systemCode(error);
    if (code === "EEXIST") return undefined;
    if (code === "ENOENT" || code === "ENOTDIR") throw new FolderMissingError(dirname(path), { cause: error });
    throw code === undefined ? error : new TableWriteError(dirname(path), { cause: error });
  }
}

function heldLock(path: string, token: string, file: FileHandle): TablesLock {
  const beat = setInterval(() => {
    const now = new Date();
    // a lock that cannot be touched is checked before it matters
    file.utimes(now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  const isHeld = async (): Promise<boolean> => parseOwner(await contentOf(path))?.token === token;
  return {
    isHeld,
    async release() {
      clearInterval(beat);
      await file.close();
      if (await isHeld()) await unlink(path).catch(() => undefined);
    },
  };
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

interface LockOwner {
  readonly hostname?: string;
  readonly pid?: number;
  readonly token?: string;
}

function parseOwner(content: string | undefined): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(content ?? "");
    return typeof owner === "object" && owner !== null ? (owner as LockOwner) : undefined;
  } catch {
    return undefined; // made a moment ago, or by something else: who holds it is not known
  }
}

/** Watches another's lock by this process's own clock: clocks of file servers may be minutes off. */
class LockWatch {
  identity: string | undefined;
  owner = "an unknown process";
  readonly #path: string;
  readonly #options: LockOptions;
  #unchangedSince = 0;

  constructor(path: string, options: LockOptions) {
    this.#path = path;
    this.#options = options;
  }

  async look(): Promise<"gone" | "held" | "forgotten"> {
    const [identity, content] = await Promise.all([identityOf(this.#path), contentOf(this.#path)]);
    if (identity === undefined) return "gone";
    const now = performance.now();
    if (identity !== this.identity) {
      this.identity = identity;
      this.#unchangedSince = now;
    }
    const owner = parseOwner(content);
    if (owner?.pid !== undefined) this.owner = `process ${owner.pid} on ${owner.hostname ?? "an unknown machine"}`;
    return now - this.#unchangedSince >= this.#patienceMs(owner) ? "forgotten" : "held";
  }

  #patienceMs(owner: LockOwner | undefined): number {
    const staleAfterMs = this.#options.staleAfterMs ?? STALE_AFTER_MS;
    if (owner?.token === undefined || owner.pid === undefined || owner.hostname !== hostname()) return staleAfterMs;
    // containers may share a name and not their processes: give even an owner that is gone the time to touch its lock
    return isAlive(owner.pid)
      ? (this.#options.busyAfterMs ?? BUSY_AFTER_MS)
      : Math.min(staleAfterMs, 2 * HEARTBEAT_MS + 500);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
}

async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeMs, ctimeMs, size } = await stat(path);
    return [ino, mtimeMs, ctimeMs, size].join();
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Remove a forgotten lock. Of several processes that want to, one moves it away; if that was not the forgotten one but
 * one that was made in the meantime, it is put back.
 */
async function removeForgotten(path: string, identity: string | undefined): Promise<void> {
  if ((await identityOf(path)) !== identity) return;
  const aside = join(dirname(path), `.neurophys-${randomBytes(8).toString("hex")}~`);
  try {
    const content = await contentOf(path);
    await rename(path, aside);
    if ((await contentOf(aside)) !== content) await link(aside, path);
  } catch (error) {
    const code = systemCode(error);
    if (code !== "ENOENT" && code !== "EEXIST") throw new TableWriteError(dirname(path), { cause: error });
  } finally {
    await unlink(aside).catch(() => undefined);
  }
}
