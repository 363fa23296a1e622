import { InvalidAnswerError } from "../errors/http-errors.ts";
import { GlobusTaskError, GlobusTimeoutError } from "../errors/source-errors.ts";
import { sleep } from "../http/create-http.ts";

/** How a task of Globus is getting on. */
export interface GlobusTask {
  readonly id: string;
  /** `"INACTIVE"` is a task that waits for somebody to log in. */
  readonly status: "ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED";
  /** What Globus says of its state; `undefined` if nothing. */
  readonly detail: string | undefined;
  readonly transferredBytes: number;
  readonly files: number;
}

/** Options of waiting for a task. */
export interface WaitOptions {
  /** Time between two looks, in ms. 5,000 by default, as in ONE. */
  readonly pollMs?: number | undefined;
  /** Give up after so long, in ms; the task goes on. Never by default. */
  readonly timeoutMs?: number | undefined;
  /** Called after every look. */
  readonly onTask?: ((task: GlobusTask) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const STATUSES: readonly string[] = ["ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED"];

/**
 * Read a task document.
 *
 * @throws {@link InvalidAnswerError} if it has no id or another status than the four.
 */
export function parseTask(answer: Readonly<Record<string, unknown>>, path: string): GlobusTask {
  const { task_id: id, status, nice_status_short_description: short, nice_status: nice } = answer;
  if (typeof id !== "string" || typeof status !== "string" || !STATUSES.includes(status)) {
    throw new InvalidAnswerError(path, "no task with an id and a status that is known");
  }
  const detail = [short, nice].find((text): text is string => typeof text === "string" && text !== "");
  return {
    id,
    status: status as GlobusTask["status"],
    detail,
    transferredBytes: numberOf(answer["bytes_transferred"]),
    files: numberOf(answer["files"]),
  };
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Look at a task until it has ended. */
export async function waitForTask(
  look: (signal: AbortSignal | undefined) => Promise<GlobusTask>,
  taskId: string,
  { pollMs = 5000, timeoutMs = Number.POSITIVE_INFINITY, onTask, signal }: WaitOptions,
): Promise<GlobusTask> {
  const started = performance.now();
  for (;;) {
    const task = await look(signal);
    onTask?.(task);
    if (task.status === "SUCCEEDED") return task;
    if (task.status !== "ACTIVE") throw new GlobusTaskError(taskId, task.status, task.detail);
    if (performance.now() - started + pollMs > timeoutMs) throw new GlobusTimeoutError(taskId, timeoutMs);
    await sleep(pollMs, signal);
  }
}
