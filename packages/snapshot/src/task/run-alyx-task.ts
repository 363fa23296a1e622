import { type RestRecord } from "@neurophys/one-client/alyx";
import { InvalidRecordError } from "../errors/note-errors.ts";
import { TaskFailedError, UnknownTaskError } from "../errors/task-errors.ts";
import { type Task } from "./task.ts";
import { type TaskOptions, type TaskStatus, type TasksApi } from "./task-options.ts";

/** Makes a task: what `executable` of a record stands for. */
export type TaskMaker = (sessionPath: string, options: TaskOptions, args: RestRecord) => Task | Promise<Task>;

/** How {@link runAlyxTask} works. */
export interface RunAlyxTaskOptions extends Omit<TaskOptions, "one" | "taskId" | "parents" | "onError"> {
  /** Folder of the session. */
  readonly sessionPath: string;
  /** The database. */
  readonly one: { readonly alyx: TasksApi };
  /** Makers by `executable`, e.g. `{ "neurophys.RasterReport": (path, options) => new RasterReport(path, options) }`. */
  readonly tasks: Readonly<Record<string, TaskMaker>>;
  /** Records of the other tasks of the session. Default: the database is asked. */
  readonly jobDeck?: readonly RestRecord[] | undefined;
  /** Files above this many bytes get no hash. */
  readonly maxMd5Size?: number | undefined;
  /** `"raise"` to throw if the task failed. Default `"log"`. */
  readonly mode?: "log" | "raise" | undefined;
}

/** What became of a task. */
export interface RanAlyxTask {
  /** Record of the task, as the database has it then. */
  readonly task: RestRecord;
  /** Records of the files that were registered. */
  readonly datasets: readonly unknown[];
}

const DONE: readonly unknown[] = ["Complete", "Incomplete"];
const HOLDING: readonly unknown[] = ["Errored", "Held", "Empty", "Waiting", "Started", "Abandoned"];
const NAMES: Readonly<Record<Exclude<TaskStatus, 0>, string>> = {
  [-1]: "Errored",
  [-2]: "Waiting",
  [-3]: "Incomplete",
};

function textOf(record: RestRecord, field: string): string {
  const value = record[field];
  if (typeof value === "string") return value;
  throw new InvalidRecordError("tasks", `no ${field}`, `text in "${field}"`);
}

function parentsOf(record: RestRecord, deck: readonly RestRecord[]): readonly RestRecord[] {
  const ids: readonly unknown[] = Array.isArray(record["parents"]) ? record["parents"] : [];
  return deck.filter((other) => ids.includes(other["id"]));
}

async function deckOf(record: RestRecord, { one, jobDeck }: RunAlyxTaskOptions): Promise<readonly RestRecord[]> {
  return jobDeck ?? (await one.alyx.list("tasks", { session: textOf(record, "session") }, { noCache: true }));
}

async function makeTask(record: RestRecord, options: RunAlyxTaskOptions): Promise<Task> {
  const executable = textOf(record, "executable");
  const maker = Object.hasOwn(options.tasks, executable) ? options.tasks[executable] : undefined;
  if (maker === undefined) throw new UnknownTaskError(executable, Object.keys(options.tasks));
  const { sessionPath, tasks: _tasks, jobDeck: _deck, mode: _mode, maxMd5Size: _size, ...own } = options;
  const given = record["arguments"];
  const args = typeof given === "object" && given !== null && !Array.isArray(given) ? (given as RestRecord) : {};
  return await maker(sessionPath, { ...own, taskId: textOf(record, "id") }, args);
}

/** Registers what a run made. @returns Name of the status, and the records. */
async function register(
  task: Task,
  status: TaskStatus,
  { maxMd5Size }: RunAlyxTaskOptions,
): Promise<{ readonly status: string; readonly datasets: readonly unknown[]; readonly log: string }> {
  const named = status === 0 ? undefined : NAMES[status];
  if (task.outputs === undefined) return { status: named ?? "Empty", datasets: [], log: task.log };
  try {
    const datasets = await task.registerDatasets({ maxMd5Size });
    return { status: named ?? "Complete", datasets, log: task.log };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: NAMES[-1], datasets: [], log: `${task.log}${reason}\n` };
  }
}

/** Lets those tasks begin that only waited for this one. */
async function releaseHeld(alyx: TasksApi, done: RestRecord, deck: readonly RestRecord[]): Promise<void> {
  if (!DONE.includes(done["status"])) return;
  const now = deck.map((record) => (record["id"] === done["id"] ? done : record));
  for (const record of now) {
    const parents = parentsOf(record, now);
    const isFree = parents.includes(done) && parents.every((parent) => DONE.includes(parent["status"]));
    if (record["status"] === "Held" && isFree) {
      await alyx.partialUpdate("tasks", textOf(record, "id"), { status: "Waiting" });
    }
  }
}

/**
 * Runs a task that the database has a record of: not before its parents are done, with what it made registered and its
 * status, duration, log and version told to the database, and lets those tasks begin that waited for it.
 *
 * @param record - Of `tasks`.
 * @throws UnknownTaskError if nobody handed in what the record names.
 * @throws TaskFailedError with `mode: "raise"` if the status is not 0.
 * @see Source: `run_alyx_task` in ibllib, `ibllib/pipes/tasks.py`. There the class is imported by its name.
 */
export async function runAlyxTask(record: RestRecord, options: RunAlyxTaskOptions): Promise<RanAlyxTask> {
  const { alyx } = options.one;
  const id = textOf(record, "id");
  const deck = await deckOf(record, options);
  const parents = parentsOf(record, deck);
  if (parents.some((parent) => HOLDING.includes(parent["status"]))) {
    return { task: await alyx.partialUpdate("tasks", id, { status: "Held" }), datasets: [] };
  }
  const task = await makeTask(record, options);
  const status = await task.run();
  const result = await register(task, status, options);
  const updated = await alyx.partialUpdate("tasks", id, {
    time_elapsed_secs: task.timeElapsedSecs ?? null,
    log: result.log,
    version: task.version,
    status: result.status,
  });
  await releaseHeld(alyx, { ...updated, id, status: result.status }, deck);
  await task.cleanUp();
  if (options.mode === "raise" && status !== 0) throw new TaskFailedError(task.name, status, result.log);
  return { task: updated, datasets: result.datasets };
}
