import { randomBytes } from "node:crypto";
import { type FileHandle, open, stat, unlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isMissing, systemCode } from "./file-errors.ts";
import { lockText } from "./lock-owner.ts";
import { isLockInPlace } from "./lock-put-back.ts";
import { LOCK_HEARTBEAT_MS, type LockPredecessor, type LockStaleness, LockWatch } from "./lock-watch.ts";

/** Options of {@link takeFileLock}. */
export interface FileLockOptions extends LockStaleness {
  /** Give up after so long, in ms. Never by default. */
  readonly giveUpAfterMs?: number | undefined;
  /** The error of giving up. */
  readonly heldError: (owner: string, waitedMs: number) => Error;
  /** What the lock file says beside machine, process and token. */
  readonly facts?: Readonly<Record<string, string>> | undefined;
  /**
   * True if there are programs that remove locks which are touched: `isHeld` then looks at the file every time. By default
   * a holder that kept touching it is sure of it.
   */
  readonly isDisputed?: boolean | undefined;
  /** Ends the waiting; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that this process holds. */
export interface FileLock {
  /** Whose lock was removed for it. */
  readonly predecessor: LockPredecessor;
  /** False if another process took the lock for forgotten and removed it. */
  isHeld(): Promise<boolean>;
  /** Remove the lock file, unless it is another process's by now. */
  release(): Promise<void>;
}

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/**
 * Take a lock that other processes respect: a file that is made if and only if there is none.
 *
 * It says who made it and is touched every second; one that nobody touches any more is removed.
 *
 * @param path - The lock file. Its folder must exist.
 * @throws What `heldError` makes if it is held for longer than the time given; errors of the file system as they are.
 */
export async function takeFileLock(path: string, options: FileLockOptions): Promise<FileLock> {
  const { signal, giveUpAfterMs = Number.POSITIVE_INFINITY } = options;
  const token = randomBytes(8).toString("hex");
  const watch = new LockWatch(path, options);
  const started = performance.now();
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    signal?.throwIfAborted();
    const file = await createLock(path, lockText(token, options.facts));
    if (file !== undefined) return new HeldLock(path, { ...options, token, file, predecessor: watch.predecessor });
    const seen = await watch.look();
    if (seen === "forgotten") await watch.remove();
    else if (seen === "held") {
      const waitedMs = performance.now() - started;
      if (waitedMs > giveUpAfterMs) throw options.heldError(watch.ownerName, waitedMs);
      // Processes that wait together must not come back together.
      await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * Remove a lock that a process of this machine left behind when it was ended.
 *
 * @param untouchedMs - Only if nothing touched it for so long, in ms.
 */
export async function removeAbandonedLock(path: string, untouchedMs: number): Promise<void> {
  const touchedMs = (await stat(path).catch(() => undefined))?.mtimeMs;
  if (touchedMs === undefined || Date.now() - touchedMs < untouchedMs) return;
  const watch = new LockWatch(path, { staleAfterMs: untouchedMs, busyAfterMs: untouchedMs });
  await watch.look();
  if (watch.ownerHasEnded) await watch.remove();
}

async function createLock(path: string, text: string): Promise<FileHandle | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "wx");
    await file.writeFile(text);
    return file;
  } catch (error) {
    if (file === undefined && systemCode(error) === "EEXIST") return undefined;
    await file?.close();
    if (file !== undefined) await unlink(path).catch(() => undefined);
    throw error;
  }
}

/** What a {@link HeldLock} is made of. */
interface Holding {
  readonly token: string;
  readonly file: FileHandle;
  readonly predecessor: LockPredecessor;
  readonly isDisputed?: boolean | undefined;
}

class HeldLock implements FileLock {
  readonly predecessor: LockPredecessor;
  readonly #path: string;
  readonly #token: string;
  readonly #file: FileHandle;
  readonly #beat: NodeJS.Timeout;
  // By the wall clock: the other one stands still while the machine sleeps, and other machines do not.
  #touchedAtMs: number = Date.now();
  #isDoubtful: boolean;
  #releasing: Promise<void> | undefined;

  constructor(path: string, { token, file, predecessor, isDisputed = false }: Holding) {
    this.#path = path;
    this.#token = token;
    this.#file = file;
    this.predecessor = predecessor;
    this.#isDoubtful = isDisputed;
    this.#beat = setInterval(() => void this.#touch(), LOCK_HEARTBEAT_MS).unref();
  }

  async isHeld(): Promise<boolean> {
    return this.#releasing === undefined && (await this.#isOurs());
  }

  async #isOurs(): Promise<boolean> {
    this.#doubtIfLate();
    // Nobody takes a lock away that was touched all the time.
    return !this.#isDoubtful || (await this.#isInPlace());
  }

  async #isInPlace(): Promise<boolean> {
    return await isLockInPlace(this.#path, this.#token, async () => (await this.#file.stat()).nlink);
  }

  async release(): Promise<void> {
    this.#releasing ??= this.#letGo();
    await this.#releasing;
  }

  async #letGo(): Promise<void> {
    clearInterval(this.#beat);
    try {
      if (!(await this.#isOurs()) || (await this.#remove())) return;
      // Taken aside just now: put back, it would be a lock that nobody lets go.
      if (await this.#isInPlace()) await this.#remove();
    } finally {
      await this.#file.close();
    }
  }

  /** @returns False if there is no lock file. One that cannot be removed is forgotten after a while. */
  async #remove(): Promise<boolean> {
    try {
      await unlink(this.#path);
      return true;
    } catch (error) {
      return !isMissing(error);
    }
  }

  async #touch(): Promise<void> {
    try {
      this.#doubtIfLate();
      const now = new Date();
      await this.#file.utimes(now, now);
      this.#touchedAtMs = now.getTime();
    } catch {
      // A lock that cannot be touched is checked before it matters.
    }
  }

  #doubtIfLate(): void {
    this.#isDoubtful ||= Math.abs(Date.now() - this.#touchedAtMs) > 2 * LOCK_HEARTBEAT_MS;
  }
}
