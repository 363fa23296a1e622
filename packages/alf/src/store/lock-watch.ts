import { randomBytes } from "node:crypto";
import { link, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isMissing, systemCode } from "./file-errors.ts";
import { type LockOwner, lockContent, ownerName, ownerState, parseOwner } from "./lock-owner.ts";

/** Holders touch their lock file so often, in ms. */
export const LOCK_HEARTBEAT_MS = 1000;

/** When a lock counts as forgotten: once nothing touched it for so long. */
export interface LockStaleness {
  /** One of another machine, or whose holder is not known, in ms; one of a process that has ended after 2.5 s at most. */
  readonly staleAfterMs: number;
  /** One of a process of this machine that is alive, but perhaps too busy to touch it, in ms. */
  readonly busyAfterMs: number;
}

/**
 * Whose lock was removed: none, that of a process that has ended, or that of one that was only silent and may come
 * back to write.
 */
export type LockPredecessor = "none" | "ended" | "silent";

/** Watches another's lock by this process's own clock: clocks of file servers may be minutes off. */
export class LockWatch {
  predecessor: LockPredecessor = "none";
  readonly #path: string;
  readonly #staleness: LockStaleness;
  #identity: string | undefined;
  #owner: LockOwner | undefined;
  #unchangedSince = 0;

  constructor(path: string, staleness: LockStaleness) {
    this.#path = path;
    this.#staleness = staleness;
  }

  get ownerHasEnded(): boolean {
    return ownerState(this.#owner) === "ended";
  }

  get ownerName(): string {
    return ownerName(this.#owner);
  }

  async look(): Promise<"gone" | "held" | "forgotten"> {
    const [identity, content] = await Promise.all([identityOf(this.#path), lockContent(this.#path)]);
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
    // Read first: of a lock that was made meanwhile, the identity tells.
    const content = await lockContent(this.#path);
    if ((await identityOf(this.#path)) !== this.#identity) return;
    const aside = join(dirname(this.#path), `.neurophys-${randomBytes(8).toString("hex")}~`);
    try {
      await rename(this.#path, aside);
      if ((await lockContent(aside)) === content) this.predecessor = this.ownerHasEnded ? "ended" : "silent";
      else await link(aside, this.#path);
    } catch (error) {
      const code = systemCode(error);
      if (code !== "ENOENT" && code !== "EEXIST") throw error;
    } finally {
      await unlink(aside).catch(() => undefined);
    }
  }

  #patienceMs(): number {
    const { staleAfterMs, busyAfterMs } = this.#staleness;
    const state = ownerState(this.#owner);
    if (state === "alive") return busyAfterMs;
    // Containers may share a name and not their processes: an owner that seems gone still gets time to touch its lock.
    return state === "ended" ? Math.min(staleAfterMs, 2 * LOCK_HEARTBEAT_MS + 500) : staleAfterMs;
  }
}

/**
 * What tells a lock file from another one under its name; `undefined` if there is none. Not its `ctime`: of a file with many
 * names, that changes when one of them goes.
 */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return [ino, mtimeMs, size].join();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
