import { randomBytes } from "node:crypto";
import { type Stats } from "node:fs";
import { type FileHandle, link, open, readFile, rename, stat, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { LockTimeoutError } from "../errors/file-errors.ts";
import { sleep } from "../http/create-http.ts";
import { isMissing, systemCode } from "./file-failure.ts";

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

/** A lock that this process holds. */
export interface FileLock {
  /**
   * Whose lock was removed: none, that of a process that has ended, or that of one that was only silent and may come
   * back to write.
   */
  readonly predecessor: "none" | "ended" | "silent";
  /** False if another process took the lock for forgotten and removed it. */
  isHeld(): Promise<boolean>;
  /** Remove the lock file, unless it is another process's by now. */
  release(): Promise<void>;
}

const STALE_AFTER_MS = 10_000;
const BUSY_AFTER_MS = 30_000;
/** A lock is touched so often. */
export const HEARTBEAT_MS = 1000;
const LONGEST_PAUSE_MS = 250;

/**
 * Take a lock that other processes respect: a file that is made if and only if there is none.
 *
 * It says who made it and is touched every second; one that nobody touches any more is removed.
 *
 * @param path - The lock file. Its folder must exist.
 * @throws LockTimeoutError if it is held for longer than the time given; errors of the file system as they are.
 */
export async function takeLock(path: string, options: LockPatience = {}): Promise<FileLock> {
  const token = randomBytes(8).toString("hex");
  const watch = new LockWatch(path, options);
  const started = performance.now();
  for (let pauseMs = 5; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    options.signal?.throwIfAborted();
    const file = await createLock(path, token);
    if (file !== undefined) return new HeldLock(path, token, { file, watch });
    const seen = await watch.look();
    if (seen === "forgotten") await watch.remove();
    else if (seen === "held") {
      const waitedMs = performance.now() - started;
      if (waitedMs > (options.lockTimeoutMs ?? Number.POSITIVE_INFINITY)) {
        throw new LockTimeoutError(path, watch.ownerText, waitedMs);
      }
      // Processes that wait together must not come back together.
      await sleep(pauseMs * (0.5 + Math.random()), options.signal);
    }
  }
}

/** A process that ended without a word leaves its lock; one so old is nobody's. */
const LITTER_AFTER_MS = 60_000;

/** Remove a lock that a process of this machine left behind when it was ended, long ago. */
export async function removeLitter(path: string): Promise<void> {
  const touchedMs = (await stat(path).catch(() => undefined))?.mtimeMs;
  if (touchedMs === undefined || Date.now() - touchedMs < LITTER_AFTER_MS) return;
  const watch = new LockWatch(path, {});
  await watch.look();
  if (watch.ownerHasEnded) await watch.remove();
}

async function createLock(path: string, token: string): Promise<FileHandle | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "wx");
    await file.writeFile(ownerOf(token));
    return file;
  } catch (error) {
    if (file === undefined && systemCode(error) === "EEXIST") return undefined;
    await file?.close();
    if (file !== undefined) await unlink(path).catch(() => undefined);
    throw error;
  }
}

/** What a lock file of this process says. */
export function ownerOf(token: string): string {
  return JSON.stringify({ hostname: hostname(), pid: process.pid, token });
}

/** True if a lock file is still the one that was made with this token. */
export async function isOwnLock(path: string, token: string): Promise<boolean> {
  return parseOwner(await contentOf(path))?.token === token;
}

class HeldLock implements FileLock {
  readonly predecessor: FileLock["predecessor"];
  readonly #path: string;
  readonly #token: string;
  readonly #file: FileHandle;
  readonly #beat: NodeJS.Timeout;
  // By the wall clock: the other one stands still while the machine sleeps, and other machines do not.
  #touchedAtMs: number = Date.now();
  #doubtful = false;

  constructor(path: string, token: string, { file, watch }: { readonly file: FileHandle; readonly watch: LockWatch }) {
    this.#path = path;
    this.#token = token;
    this.#file = file;
    this.predecessor = watch.predecessor;
    this.#beat = setInterval(() => void this.#touch(), HEARTBEAT_MS).unref();
  }

  async isHeld(): Promise<boolean> {
    this.#doubtful ||= Math.abs(Date.now() - this.#touchedAtMs) > 2 * HEARTBEAT_MS;
    // Nobody takes a lock away that was touched all the time.
    if (!this.#doubtful) return true;
    return await isOwnLock(this.#path, this.#token);
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    const held = await this.isHeld();
    await this.#file.close();
    if (held) await unlink(this.#path).catch(() => undefined);
  }

  async #touch(): Promise<void> {
    try {
      const now = new Date();
      this.#doubtful ||= Math.abs(now.getTime() - this.#touchedAtMs) > 2 * HEARTBEAT_MS;
      await this.#file.utimes(now, now);
      this.#touchedAtMs = now.getTime();
    } catch {
      // A lock that cannot be touched is checked before it matters.
    }
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
  predecessor: FileLock["predecessor"] = "none";
  readonly #path: string;
  readonly #options: LockPatience;
  #identity: string | undefined;
  #owner: LockOwner | undefined;
  #unchangedSince = 0;

  constructor(path: string, options: LockPatience) {
    this.#path = path;
    this.#options = options;
  }

  get ownerHasEnded(): boolean {
    const { pid, hostname: machine } = this.#owner ?? {};
    return pid !== undefined && machine === hostname() && !isAlive(pid);
  }

  get ownerText(): string {
    const { pid, hostname: machine } = this.#owner ?? {};
    return pid === undefined ? "an unknown process" : `process ${pid} on ${machine ?? "an unknown machine"}`;
  }

  async look(): Promise<"gone" | "held" | "forgotten"> {
    const [identity, content] = await Promise.all([lockIdentityOf(this.#path), contentOf(this.#path)]);
    if (identity === undefined) return "gone";
    const now = performance.now();
    if (identity !== this.#identity) {
      this.#identity = identity;
      this.#unchangedSince = now;
    }
    this.#owner = parseOwner(content);
    return now - this.#unchangedSince >= this.#patienceMs() ? "forgotten" : "held";
  }

  /**
   * Remove the forgotten lock. Of several processes that want to, one moves it away; if that was not the forgotten one
   * but one that was made in the meantime, it is put back.
   */
  async remove(): Promise<void> {
    if ((await lockIdentityOf(this.#path)) !== this.#identity) return;
    const aside = join(dirname(this.#path), `.neurophys-${randomBytes(8).toString("hex")}~`);
    try {
      const content = await contentOf(this.#path);
      await rename(this.#path, aside);
      if ((await contentOf(aside)) === content) this.predecessor = this.ownerHasEnded ? "ended" : "silent";
      else await link(aside, this.#path);
    } catch (error) {
      const code = systemCode(error);
      if (code !== "ENOENT" && code !== "EEXIST") throw error;
    } finally {
      await unlink(aside).catch(() => undefined);
    }
  }

  #patienceMs(): number {
    const staleAfterMs = this.#options.staleAfterMs ?? STALE_AFTER_MS;
    // Containers may share a name and not their processes: an owner that seems gone still gets time to touch its lock.
    if (this.ownerHasEnded) return Math.min(staleAfterMs, 2 * HEARTBEAT_MS + 500);
    return this.#owner?.hostname === hostname() ? (this.#options.busyAfterMs ?? BUSY_AFTER_MS) : staleAfterMs;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What tells a file from another one under its name; `undefined` if there is none. */
export async function identityOf(path: string): Promise<string | undefined> {
  const stats = await statsOf(path);
  return stats && [stats.ino, stats.mtimeMs, stats.ctimeMs, stats.size].join();
}

/** The same for a lock, which may be one file with many names: when one of them goes, only its `ctime` changes. */
async function lockIdentityOf(path: string): Promise<string | undefined> {
  const stats = await statsOf(path);
  return stats && [stats.ino, stats.mtimeMs, stats.size].join();
}

async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
