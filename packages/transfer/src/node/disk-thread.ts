import { Worker } from "node:worker_threads";
import { giveBytesBack } from "./body-memory.ts";
import {
  type Claimed,
  type ClaimWork,
  type DiskAnswer,
  type DiskFailure,
  type DiskRequest,
  type DiskWork,
  type Put,
  type PutWork,
  type Removed,
  type RemoveWork,
  serveDisk,
} from "./disk-work.ts";

/** A call of the file system that failed in the other thread. */
class DiskCallError extends Error {
  override readonly name = "DiskCallError";
  readonly code: string | undefined;
  readonly syscall: string | undefined;

  constructor({ message, code, syscall }: DiskFailure) {
    super(message);
    this.code = code;
    this.syscall = syscall;
  }
}

/** The disk thread could not be started: not every process may have threads, or has the memory for one more. */
export class NoDiskThreadError extends Error {
  override readonly name = "NoDiskThreadError";
}

interface Waiting {
  readonly resolve: (value: DiskAnswer["value"]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A thread for the disk work and the hashes of small files.
 *
 * A small file takes half a dozen calls of the file system. Through Node's pool of threads each is a hop there and back, which
 * takes longer than the call; in this thread they follow each other, while the main thread is with the network.
 */
class DiskThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #hasAnswered = false;
  /** Why there is no thread, once that is known. */
  #failure: NoDiskThreadError | undefined;

  /**
   * Hand over work; bytes in it are no longer the caller's.
   *
   * @throws {@link NoDiskThreadError} if there can be no thread; nothing was done then.
   */
  async do(work: ClaimWork): Promise<Claimed>;
  async do(work: PutWork): Promise<Put>;
  async do(work: RemoveWork): Promise<Removed>;
  async do(work: DiskWork): Promise<unknown>;
  async do(work: DiskWork): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#worker ??= this.#tryStart();
    const worker = this.#worker;
    const id = ++this.#lastId;
    const request: DiskRequest = { id, work };
    return await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#waiting.size === 1) worker.ref();
      worker.postMessage(request, work.kind === "put" ? [work.bytes.buffer] : []);
    });
  }

  #tryStart(): Worker {
    try {
      return this.#start();
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  #fail(cause: unknown): NoDiskThreadError {
    this.#failure = new NoDiskThreadError("the disk thread cannot be started", { cause });
    return this.#failure;
  }

  #start(): Worker {
    // Bundlers that keep the names of functions put calls of `__name` into their text.
    const program = `globalThis.__name = (value) => value;
const port = require("node:worker_threads").parentPort;
(${serveDisk.toString()})(port, require("node:fs"), require("node:crypto"), require("node:path"));`;
    const worker = new Worker(program, {
      eval: true,
      // The flags of the main thread are not for it: some of them no thread takes.
      execArgv: [],
      name: "neurophys-disk",
      // Lock files that it opens are closed by the main thread.
      trackUnmanagedFds: false,
    });
    worker.unref();
    worker.on("message", ({ id, value, failure, memory }: DiskAnswer) => {
      this.#hasAnswered = true;
      if (memory !== undefined) giveBytesBack(memory);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      // One that waits for work does not keep the process alive.
      if (this.#waiting.size === 0) worker.unref();
      if (failure === undefined) waiting?.resolve(value);
      else waiting?.reject(new DiskCallError(failure));
    });
    worker.once("error", (error) => this.#end(worker, error));
    worker.once("exit", () => this.#end(worker, new Error("the disk thread has ended")));
    return worker;
  }

  #end(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    const reason = this.#hasAnswered ? error : this.#fail(error);
    for (const { reject } of waiting) reject(reason);
  }
}

/** The one of this process; it starts with the first work. */
export const DISK: DiskThread = new DiskThread();
