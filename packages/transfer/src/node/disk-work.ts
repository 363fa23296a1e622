import type * as Crypto from "node:crypto";
import type * as Fs from "node:fs";
import type * as Path from "node:path";
import { type MessagePort } from "node:worker_threads";

/** Find out whether a file is there, and lock its name if not. */
export interface ClaimWork {
  readonly kind: "claim";
  readonly target: string;
  readonly lock: string;
  /** A lock of this process in the same folder, which the new one may be a second name of. */
  readonly sibling: string | undefined;
  /** What a lock file says that is made anew. */
  readonly owner: string;
}

/** What came of {@link ClaimWork}: the lock is held unless something is there, or another holds it. */
export interface Claimed {
  readonly found: "nothing" | "something" | "another's lock";
  /** The lock file, open, if it is not a second name of its sibling. */
  readonly descriptor: number | undefined;
}

/** Put a whole file in its place. */
export interface PutWork {
  readonly kind: "put";
  /** Given back with the answer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly target: string;
  readonly part: string;
  readonly state: string;
  /** Removed once the file is there; `undefined` for one that is to stay. */
  readonly lock: string | undefined;
  /** MD5 that it must have. */
  readonly md5: string | undefined;
  readonly hashed: boolean;
  readonly durable: boolean;
}

/** What came of {@link PutWork}: nothing was written and the lock stays if the hash is another than expected. */
export interface Put {
  readonly isPlaced: boolean;
  readonly md5: string | undefined;
  /** True if the lock that was to be removed was not there. */
  readonly lacksLock?: boolean | undefined;
}

/** Remove a file that may be gone already. */
export interface RemoveWork {
  readonly kind: "remove";
  readonly path: string;
}

/** What came of {@link RemoveWork}. */
export interface Removed {
  readonly wasThere: boolean;
}

/** Work for the disk thread. */
export type DiskWork = ClaimWork | PutWork | RemoveWork;

/** An error of the file system on its way from one thread to another. */
export interface DiskFailure {
  readonly message: string;
  readonly code: string | undefined;
  readonly syscall: string | undefined;
}

/** What the disk thread is sent. */
export interface DiskRequest {
  readonly id: number;
  readonly work: DiskWork;
}

/** What the disk thread answers. */
export interface DiskAnswer {
  readonly id: number;
  readonly value?: Claimed | Put | Removed | undefined;
  readonly failure?: DiskFailure | undefined;
  /** The memory of the bytes that were put. */
  readonly memory?: ArrayBuffer | undefined;
}

/**
 * What the disk thread does: several calls of the file system for one message, one after the other.
 *
 * Its text is the program of the thread, so that no bundler has to know of a second file. It therefore must use nothing
 * but its arguments.
 */
export function serveDisk(port: MessagePort, fs: typeof Fs, crypto: typeof Crypto, path: typeof Path): void {
  const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

  /** True if `call` did not fail with one of these codes. */
  const unless = (codes: readonly string[], call: () => void): boolean => {
    try {
      call();
      return true;
    } catch (error) {
      if (codes.includes(String(codeOf(error)))) return false;
      throw error;
    }
  };

  /** Most are not: that is no reason to make an error. */
  const isThere = (file: string): boolean => {
    let found: Fs.Stats | undefined;
    const look = (): void => {
      found = fs.lstatSync(file, { throwIfNoEntry: false });
    };
    return unless(["ENOTDIR"], look) && found !== undefined;
  };

  const remove = (file: string): boolean => unless(["ENOENT", "ENOTDIR"], () => fs.unlinkSync(file));

  /** The new lock file, open; `undefined` if there is one. */
  const makeLock = ({ lock, owner }: ClaimWork): number | undefined => {
    let descriptor: number | undefined;
    const isMade = unless(["EEXIST"], () => {
      descriptor = fs.openSync(lock, "wx");
    });
    if (!isMade || descriptor === undefined) return undefined;
    try {
      fs.writeSync(descriptor, owner);
      return descriptor;
    } catch (error) {
      fs.closeSync(descriptor);
      remove(lock);
      throw error;
    }
  };

  const lockByLink = (sibling: string, lock: string): "made" | "taken" | "impossible" => {
    try {
      fs.linkSync(sibling, lock);
      return "made";
    } catch (error) {
      // Not every file system has links, and the sibling may just have gone.
      return codeOf(error) === "EEXIST" ? "taken" : "impossible";
    }
  };

  const claim = (work: ClaimWork): Claimed => {
    const { target, lock, sibling } = work;
    if (isThere(target)) return { found: "something", descriptor: undefined };
    let descriptor: number | undefined;
    const linked = sibling === undefined ? "impossible" : lockByLink(sibling, lock);
    if (linked === "impossible") {
      const isFolderThere = unless(["ENOENT"], () => {
        descriptor = makeLock(work);
      });
      if (!isFolderThere) {
        fs.mkdirSync(path.dirname(lock), { recursive: true });
        descriptor = makeLock(work);
      }
    }
    if (linked === "taken" || (linked === "impossible" && descriptor === undefined)) {
      return { found: "another's lock", descriptor: undefined };
    }
    // Whoever held the lock before may have brought the file.
    if (!isThere(target)) return { found: "nothing", descriptor };
    remove(lock);
    if (descriptor !== undefined) fs.closeSync(descriptor);
    return { found: "something", descriptor: undefined };
  };

  const writePart = ({ part, state, bytes }: PutWork): number => {
    let descriptor = -1;
    const open = (): void => {
      descriptor = fs.openSync(part, "wx");
    };
    // Never through a link that somebody put there, and never into what another may have open.
    if (!unless(["EEXIST"], open)) {
      remove(state);
      remove(part);
      open();
    }
    try {
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(descriptor, bytes, at);
      return descriptor;
    } catch (error) {
      fs.closeSync(descriptor);
      remove(part);
      throw error;
    }
  };

  /** True if the lock that was to be removed was not there. */
  const publish = (descriptor: number, { part, target, lock }: PutWork): boolean => {
    try {
      fs.closeSync(descriptor);
      fs.renameSync(part, target);
    } catch (error) {
      remove(part);
      throw error;
    }
    return lock !== undefined && !remove(lock);
  };

  /** Flush, without keeping the thread: a file system flushes many files at a time for little more than one. */
  const flush = (descriptor: number): Promise<void> =>
    new Promise((resolve, reject) => {
      fs.fsync(descriptor, (error) => (error === null ? resolve() : reject(error)));
    });

  const put = (work: PutWork): Put | Promise<Put> => {
    const md5 = work.hashed ? crypto.createHash("md5").update(work.bytes).digest("hex") : undefined;
    if (work.md5 !== undefined && work.md5 !== md5) return { isPlaced: false, md5 };
    const descriptor = writePart(work);
    const finish = (): Put => {
      return publish(descriptor, work) ? { isPlaced: true, md5, lacksLock: true } : { isPlaced: true, md5 };
    };
    return work.durable ? flush(descriptor).then(finish) : finish();
  };

  const perform = (work: DiskWork): Claimed | Put | Promise<Put> | Removed => {
    if (work.kind === "claim") return claim(work);
    if (work.kind === "put") return put(work);
    return { wasThere: remove(work.path) };
  };

  port.on("message", async ({ id, work }: DiskRequest) => {
    const memory = work.kind === "put" ? work.bytes.buffer : undefined;
    const answer = (what: Pick<DiskAnswer, "value" | "failure">): void =>
      port.postMessage({ id, memory, ...what } satisfies DiskAnswer, memory === undefined ? [] : [memory]);
    try {
      const done = perform(work);
      answer({ value: done instanceof Promise ? await done : done });
    } catch (error) {
      const { message, code, syscall } = error as NodeJS.ErrnoException;
      answer({ failure: { message, code, syscall } });
    }
  });
}
