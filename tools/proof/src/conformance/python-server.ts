import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** An exception that Python answered with. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  /** Name of the exception's class and of those it derives from, nearest first. */
  readonly classes: readonly string[];

  constructor(message: string, classes: readonly string[]) {
    super(`${classes[0]}: ${message}`);
    this.classes = classes;
  }
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly bases?: readonly string[];
  readonly message?: string;
}

interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** One Python process that answers requests, a line of JSON each, in any order. */
export class PythonServer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #pending = new Map<number, Pending>();
  #complaints = "";
  #lastId = 0;

  /** @param environment - Variables besides those of this process. */
  constructor(python: string, script: string, environment: Readonly<Record<string, string>> = {}) {
    const always = { PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8", TZ: "UTC" };
    const env = { ...process.env, ...always, ...environment };
    this.#process = spawn(python, [script], { stdio: "pipe", env });
    this.#process.stderr.on("data", (chunk) => {
      this.#complaints = (this.#complaints + String(chunk)).slice(-2000);
    });
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#receive(JSON.parse(line) as Answer));
    this.#process.on("close", (code) => this.#stop(new Error(`Python ended with ${code}: ${this.#complaints}`)));
    this.#process.on("error", (error) => this.#stop(error));
  }

  /**
   * Call a method of the server.
   *
   * @throws {@link PythonError} if Python raised; a plain error if the process ended.
   */
  request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  /** End the process once it has answered. */
  async close(): Promise<void> {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, "close");
  }

  #receive(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.error === undefined) pending?.resolve(answer.result);
    else pending?.reject(new PythonError(answer.message ?? "", answer.bases ?? [answer.error]));
  }

  #stop(reason: Error): void {
    for (const pending of this.#pending.values()) pending.reject(reason);
    this.#pending.clear();
  }
}
