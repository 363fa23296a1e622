import { randomBytes } from "node:crypto";
import { close, fstat, futimes } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { type FileLock, isLockInPlace, LOCK_HEARTBEAT_MS, lockText } from "@neurophys/alf/store/node";
import { DISK } from "./disk-thread.ts";
import { type Put, type PutWork, type Removed } from "./disk-work.ts";

/** What the lock files of this process say that are made here; nobody else takes the same token. */
const TOKEN: string = randomBytes(8).toString("hex");
const OWNER: string = lockText(TOKEN);

/** Locks of one folder that are one file with many names: made, touched and forgotten with the least work. */
class LockGroup {
  readonly #folder: string;
  readonly #descriptor: number;
  /** Names that the file surely has, in the order in which work is handed to the disk thread. */
  readonly #paths = new Set<string>();
  /** A name that is kept for new ones to be linked to, though its own file is there already. */
  #spare: string | undefined;
  /** Locks that are held or asked for. */
  #users = 0;
  // By the wall clock: the other one stands still while the machine sleeps, and other machines do not.
  #touchedAtMs: number = Date.now();
  #doubtful = false;

  constructor(folder: string, descriptor: number) {
    this.#folder = folder;
    this.#descriptor = descriptor;
  }

  /** A name that a new lock can be linked to; `undefined` if that may be another's by now. */
  get sibling(): string | undefined {
    return this.isDoubtful ? undefined : this.#paths.values().next().value;
  }

  /** True if the locks were not touched for so long that another process may have taken them for forgotten. */
  get isDoubtful(): boolean {
    this.#doubtful ||= Math.abs(Date.now() - this.#touchedAtMs) > 2 * LOCK_HEARTBEAT_MS;
    return this.#doubtful;
  }

  /** Count a user, whose lock may still have to be made. */
  board(): void {
    this.#users += 1;
  }

  add(path: string): void {
    this.#paths.add(path);
  }

  /** Say that a name is about to be removed. */
  withdraw(path: string): void {
    this.#paths.delete(path);
  }

  /** True if a name whose file is about to be there is to be kept for others. */
  keepsSpare(path: string): boolean {
    if (this.#spare !== undefined || this.#users < 2 || this.isDoubtful) return false;
    this.#spare = path;
    return true;
  }

  /** Take back that a name is kept only for others. */
  unspare(path: string): void {
    if (this.#spare === path) this.#spare = undefined;
  }

  /** The last to leave removes what is left. */
  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const groups = GROUPS.get(this.#folder);
    groups?.delete(this);
    if (groups?.size === 0) GROUPS.delete(this.#folder);
    if (GROUPS.size === 0) stopBeating();
    if (this.#spare !== undefined) await this.remove(this.#spare);
    close(this.#descriptor, () => undefined);
  }

  async isHeld(path: string): Promise<boolean> {
    return !this.isDoubtful || (await this.#isInPlace(path));
  }

  /** Remove a lock, unless another process has taken it. */
  async remove(path: string): Promise<void> {
    if (!(await this.isHeld(path))) return;
    const { wasThere } = await removeLock(path);
    if (!wasThere) await this.removePutBack(path);
  }

  /** Remove a lock that is not there: it may have been taken aside just now. Put back, nobody would let go of it. */
  async removePutBack(path: string): Promise<void> {
    if (await this.#isInPlace(path)) await removeLock(path);
  }

  async #isInPlace(path: string): Promise<boolean> {
    // Beside this name the file has those of the locks that are held.
    const others = new Set([...this.#paths, this.#spare]);
    others.delete(path);
    others.delete(undefined);
    const countNames = async (): Promise<number> => (await promisify(fstat)(this.#descriptor)).nlink - others.size;
    return await isLockInPlace(path, TOKEN, countNames);
  }

  touch(): void {
    const now = new Date();
    if (this.isDoubtful) return; // checked before it matters
    futimes(this.#descriptor, now, now, (error) => {
      if (error === null) this.#touchedAtMs = now.getTime();
    });
  }
}

/** One that cannot be removed is forgotten after a while. */
async function removeLock(path: string): Promise<Removed> {
  return await DISK.do({ kind: "remove", path }).catch(() => ({ wasThere: true }));
}

/** Groups with a lock, by their folder. */
const GROUPS: Map<string, Set<LockGroup>> = new Map();
let beat: NodeJS.Timeout | undefined;

function startBeating(): void {
  beat ??= setInterval(() => {
    for (const groups of GROUPS.values()) for (const group of groups) group.touch();
  }, LOCK_HEARTBEAT_MS).unref();
}

function stopBeating(): void {
  clearInterval(beat);
  beat = undefined;
}

function newGroup(folder: string, descriptor: number): LockGroup {
  const group = new LockGroup(folder, descriptor);
  group.board();
  GROUPS.set(folder, (GROUPS.get(folder) ?? new Set()).add(group));
  startBeating();
  return group;
}

/** A group that a new lock in a folder can join. */
function groupIn(folder: string): LockGroup | undefined {
  for (const group of GROUPS.get(folder) ?? []) if (group.sibling !== undefined) return group;
  return undefined;
}

/** A lock of a file that is not there. */
export interface GroupLock extends FileLock {
  /** Put the file in its place and remove the lock; if the hash is wrong nothing happens, and the lock is held on. */
  put(work: Omit<PutWork, "kind" | "lock">): Promise<Put>;
}

/**
 * Lock a file that is not there, as `takeLock` does, without waiting.
 *
 * Locks of one folder are hard links to one file as long as any of them is held: a link is made and removed for a fraction of
 * what a file takes, one touch is for all, and ext4, which for a while passes over the number of each file that was
 * removed, has nothing to pass over.
 *
 * @param path - The lock file. Missing folders are made.
 * @returns `undefined` if something is there, or another holds the lock.
 */
export async function claimName(target: string, path: string): Promise<GroupLock | undefined> {
  const folder = dirname(path);
  const joined = groupIn(folder);
  const sibling = joined?.sibling;
  joined?.board();
  try {
    const { found, descriptor } = await DISK.do({ kind: "claim", target, lock: path, sibling, owner: OWNER });
    if (found === "nothing") {
      if (descriptor === undefined && joined !== undefined) return groupLock(joined, path);
      const lock = groupLock(newGroup(folder, descriptor ?? -1), path);
      await joined?.leave();
      return lock;
    }
    await joined?.leave();
    return undefined;
  } catch (error) {
    await joined?.leave();
    throw error;
  }
}

function groupLock(group: LockGroup, path: string): GroupLock {
  group.add(path);
  let isLetGo = false;
  return {
    predecessor: "none",
    isHeld: async () => !isLetGo && (await group.isHeld(path)),
    async put(work) {
      const keeps = group.keepsSpare(path);
      if (!keeps) group.withdraw(path);
      const put = await DISK.do({ kind: "put", ...work, lock: keeps ? undefined : path });
      if (put.lacksLock) await group.removePutBack(path);
      if (put.isPlaced) {
        isLetGo = true;
        await group.leave();
      } else group.unspare(path);
      return put;
    },
    async release() {
      if (isLetGo) return;
      isLetGo = true;
      group.unspare(path);
      group.withdraw(path);
      await group.remove(path);
      await group.leave();
    },
  };
}
