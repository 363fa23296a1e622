import { describe, expect, test } from "vitest";
import { type RunAlyxTaskOptions, runAlyxTask } from "../../src/task/run-alyx-task.ts";
import { Task } from "../../src/task/task.ts";
import { type DataHandler, type TaskOutput } from "../../src/task/task-options.ts";
import { VERSION } from "../../src/version.ts";
import { type NotesServer, startNotes } from "../notes-server.ts";
import { loggedIn, rejection } from "../test-client.ts";

type Made = readonly TaskOutput[] | undefined;

function taskThatMakes(made: () => Made): RunAlyxTaskOptions["tasks"] {
  class Report extends Task {
    protected override async perform(): Promise<Made> {
      return made();
    }
  }
  return { "lab.Report": (sessionPath, options) => new Report(sessionPath, options) };
}

async function open(
  parents: readonly string[] = [],
): Promise<{ server: NotesServer; base: Omit<RunAlyxTaskOptions, "tasks"> }> {
  const server = await startNotes();
  const task = {
    id: "t",
    session: "s",
    executable: "lab.Report",
    parents: ["p"],
    status: "Waiting",
    log: "",
    arguments: null,
  };
  const held = { id: "h", session: "s", executable: "x", parents: ["t"], status: "Held" };
  const before = parents.map((status) => ({ id: "p", session: "s", status, parents: [] }));
  server.records["tasks"]?.push(task, held, ...before);
  return { server, base: { sessionPath: "path", one: { alyx: await loggedIn(server) } } };
}

const rowOf = (server: NotesServer, id: string): Readonly<Record<string, unknown>> =>
  server.records["tasks"]?.find((row) => row["id"] === id) ?? {};
const run = (server: NotesServer, options: RunAlyxTaskOptions): ReturnType<typeof runAlyxTask> =>
  runAlyxTask(rowOf(server, "t") as never, options);

describe("A task of the database", () => {
  test.each<[string, () => Made, string, string]>([
    ["made something", () => ["a.npy"], "Complete", "Waiting"],
    ["had nothing to make", () => [], "Complete", "Waiting"],
    ["made nothing", () => undefined, "Empty", "Held"],
    [
      "failed",
      () => {
        throw new Error("no spikes");
      },
      "Errored",
      "Held",
    ],
  ])("that %s has its status, and lets others begin if it is done", async (_name, made, status, next) => {
    const { server, base } = await open(["Complete"]);
    const { task } = await run(server, { ...base, tasks: taskThatMakes(made) });
    expect(task).toMatchObject({ id: "t", status, version: VERSION, time_elapsed_secs: expect.any(Number) as number });
    expect(task["log"]).toContain("Starting job Report");
    expect(rowOf(server, "t")["status"]).toBe(status);
    expect(rowOf(server, "h")["status"]).toBe(next);
    expect(server.seen.filter(({ method }) => method === "PATCH")[0]?.json).toEqual({ status: "Started" });
  });

  test("waits for its parents", async () => {
    const { server, base } = await open(["Errored"]);
    const { task, datasets } = await run(server, { ...base, tasks: taskThatMakes(() => []) });
    expect([task["status"], datasets]).toEqual(["Held", []]);
    expect(rowOf(server, "t")["version"]).toBeUndefined();
  });

  test("registers what it made; that this fails is its failure", async () => {
    const data: DataHandler = { uploadData: async (files) => files.map((file) => ({ name: file })) };
    const { server, base } = await open();
    const tasks = taskThatMakes(() => ["a.npy"]);
    expect((await run(server, { ...base, data, tasks })).datasets).toEqual([{ name: "a.npy" }]);
    const failing: DataHandler = { uploadData: () => Promise.reject(new Error("disk full")) };
    const { task } = await run(server, { ...base, data: failing, tasks });
    expect(task).toMatchObject({ status: "Errored", log: expect.stringContaining("disk full") as string });
  });

  test("that failed is thrown where that is wanted", async () => {
    const { server, base } = await open();
    const tasks = taskThatMakes(() => {
      throw new Error("no spikes");
    });
    const error = await rejection(run(server, { ...base, tasks, mode: "raise" }));
    expect(error).toMatchObject({
      code: "snapshot/task-failed",
      status: -1,
      log: expect.stringContaining("no spikes") as string,
    });
    expect(rowOf(server, "t")["status"]).toBe("Errored");
  });

  test("must be one of those that were handed in", async () => {
    const { server, base } = await open();
    const error = await rejection(run(server, { ...base, tasks: { toString: () => new Task("x") } }));
    expect(error).toMatchObject({ code: "snapshot/unknown-task", executable: "lab.Report" });
  });
});
