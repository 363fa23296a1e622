import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gpuLock } from "../../src/node/gpu-lock.ts";
import { sessionFolder } from "../../src/node/session-folder.ts";
import { type TaskSignature } from "../../src/task/expected-files.ts";
import { Task } from "../../src/task/task.ts";
import { type TaskOptions, type TaskOutput, type TaskRunOptions } from "../../src/task/task-options.ts";
import { VERSION } from "../../src/version.ts";
import { startNotes } from "../notes-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { loggedIn, rejection } from "../test-client.ts";

type Work = (options: TaskRunOptions) => readonly TaskOutput[] | TaskOutput | undefined;

class Work1 extends Task {
  readonly work: Work;
  constructor(sessionPath: string, options: TaskOptions, work: Work) {
    super(sessionPath, { now: () => new Date(2026, 0, 2, 3, 4, 5, 6), ...options });
    this.work = work;
  }
  protected override async perform(options: TaskRunOptions): Promise<readonly TaskOutput[] | TaskOutput | undefined> {
    return this.work(options);
  }
}

class WithFiles extends Work1 {
  isNeeded = true;
  override get signature(): TaskSignature {
    return {
      inputFiles: [{ name: "in.npy", collection: "alf", register: true }],
      outputFiles: [{ name: "out.png", collection: "snapshot" }],
    };
  }
  override async setUp(): Promise<boolean> {
    return (await super.setUp()) && this.isNeeded;
  }
}

class OnGpu extends Work1 {
  override readonly gpu = 1;
}

describe("A task", () => {
  test("keeps what it made, how long it took and what it said", async () => {
    const task = new Work1("s", { machine: "rig" }, () => ["a.png", "b.png"]);
    expect(await task.run()).toBe(0);
    expect(task).toMatchObject({ outputs: ["a.png", "b.png"], timeElapsedSecs: 0, level: 0, cpu: 1, ram: 4 });
    expect(task.log.split("\n").map((line) => line.slice(0, 90))).toEqual([
      "2026-01-02 03:04:05,006 INFO     [Work1] Starting job Work1",
      "2026-01-02 03:04:05,006 INFO     [Work1] Running on machine: rig",
      `2026-01-02 03:04:05,006 INFO     [Work1] running @neurophys/snapshot version ${VERSION}`,
      "2026-01-02 03:04:05,006 INFO     [Work1] Setup value is: true",
      "2026-01-02 03:04:05,006 INFO     [Work1] Job Work1 complete",
      "2026-01-02 03:04:05,006 INFO     [Work1] N outputs: 2",
      "2026-01-02 03:04:05,006 INFO     [Work1] --- 0 seconds run-time ---",
      "",
    ]);
  });

  test.each<[string, ReturnType<Work>, readonly TaskOutput[] | undefined]>([
    ["nothing", undefined, undefined],
    ["nothing new", [], []],
    ["one thing", "a.png", ["a.png"]],
  ])("that makes %s says so", async (_name, made, outputs) => {
    const task = new Work1("s", {}, () => made);
    await task.run();
    expect(task.outputs).toEqual(outputs);
  });

  test("that fails has the error in its log, and throws it where that is wanted", async () => {
    const fail: Work = () => {
      throw new RangeError("no spikes");
    };
    const task = new Work1("s", {}, fail);
    expect(await task.run()).toBe(-1);
    expect(task.log).toMatch(/ERROR {4}\[Work1\] RangeError: no spikes\n +at /);
    expect(task.log).toContain("Job Work1 errored");
    const raising = new Work1("s", { onError: "raise" }, fail);
    expect(String(await rejection(raising.run()))).toBe("RangeError: no spikes");
    expect([raising.status, raising.outputs]).toEqual([-1, undefined]);
  });

  test("can say that it is incomplete", async () => {
    const task: Work1 = new Work1("s", {}, () => {
      task.status = -3;
      return [];
    });
    expect(await task.run()).toBe(-3);
  });

  test("is told to make again what is there when it is run again", async () => {
    const seen: (boolean | undefined)[] = [];
    const task = new Work1("s", {}, ({ overwrite }) => void seen.push(overwrite));
    await task.run();
    await task.rerun();
    expect(seen).toEqual([undefined, true]);
  });

  test("keeps the logs of all runs if it should", async () => {
    const task = new Work1("s", { clobber: false }, () => []);
    await task.run();
    const [first] = [task.log];
    await task.run();
    expect(task.log).toBe(`${first}\n\n=============================RERUN=============================\n${first}`);
  });

  test("comes after its parents", () => {
    expect(new Task("s", { parents: [{ level: 2 }, { level: 0 }] }).level).toBe(3);
  });

  test("tells the database that it started, and continues the log that is there", async () => {
    const server = await startNotes();
    server.records["tasks"]?.push({ id: "t1", log: "old" });
    const task = new Work1("s", { one: { alyx: await loggedIn(server) }, taskId: "t1", clobber: false }, () => []);
    await task.run();
    expect(server.records["tasks"]).toEqual([{ id: "t1", log: "old", status: "Started" }]);
    expect(task.log).toMatch(/^old\n\n=+RERUN=+\n2026/);
  });
});

describe("The files of a task", () => {
  const outputs = ["x.png"];

  test("that are inputs are noted where they are missing, and registered where they are marked", async () => {
    const empty = new WithFiles(await temporaryFolder(), { files: sessionFolder }, () => outputs);
    await empty.run();
    expect(empty.log).toContain("WARNING  [WithFiles] Signature file not found: alf/in.npy");
    const folder = await temporaryFolder({ "alf/in.npy": "" });
    const full = new WithFiles(folder, { files: sessionFolder }, () => outputs);
    await full.run();
    expect(full.outputs).toEqual([join(folder, "alf/in.npy"), "x.png"]);
    const idle = new WithFiles(folder, { files: sessionFolder }, () => undefined);
    await idle.run();
    expect(idle.outputs).toEqual([join(folder, "alf/in.npy")]);
  });

  test("must be there if there was nothing to do", async () => {
    const folder = await temporaryFolder({ "snapshot/out.png": "" });
    const done = new WithFiles(folder, { files: sessionFolder }, () => outputs);
    done.isNeeded = false;
    expect(await done.run()).toBe(0);
    expect(done.outputs).toEqual([join(folder, "snapshot/out.png")]);
    const wrong = new WithFiles(await temporaryFolder(), { files: sessionFolder, onError: "raise" }, () => outputs);
    wrong.isNeeded = false;
    expect(await rejection(wrong.run())).toMatchObject({
      code: "snapshot/outputs-missing",
      missing: ["snapshot/out.png"],
    });
  });

  test("are fetched, registered and removed by whoever is charged with it", async () => {
    const calls: unknown[] = [];
    const data = {
      setUp: async () => void calls.push("setUp"),
      uploadData: async (files: readonly string[], options: object) => [{ files, ...options }],
      cleanUp: async () => void calls.push("cleanUp"),
    };
    const image = { name: "x.png", data: new Uint8Array([1]) };
    const task = new Work1("s", { data, location: "remote" }, () => ["a.npy", image]);
    await task.run();
    const records = await task.registerDatasets({ maxMd5Size: 5 });
    await task.cleanUp();
    expect(records).toEqual([{ files: ["a.npy"], maxMd5Size: 5, version: VERSION }]);
    expect(calls).toEqual(["setUp", "cleanUp"]);
  });
});

describe("The lock of a task for graphics cards", () => {
  test("is taken for the run and given back, also after a failure", async () => {
    const lock = gpuLock(join(await temporaryFolder(), "gpu.lock"));
    const held: (string | undefined)[] = [];
    const fail: Work = () => {
      throw new Error("x");
    };
    expect(await new OnGpu("s", { lock }, fail).run()).toBe(-1);
    held.push(await lock.acquire("other", 60));
    const task = new OnGpu("s", { lock }, () => []);
    expect(await task.run()).toBe(-2);
    expect(task.log).toContain("exited as a lock was found: other");
    expect(await rejection(new OnGpu("s", { lock, onError: "raise" }, () => []).run())).toMatchObject({
      holder: "other",
    });
    held.push(await lock.acquire("third", 60));
    expect(held).toEqual([undefined, "other"]);
  });

  test("stays with who holds it if the task fails before it needs it", async () => {
    class FailsEarly extends OnGpu {
      override setUp(): Promise<boolean> {
        return Promise.reject(new Error("no disk"));
      }
    }
    const lock = gpuLock(join(await temporaryFolder(), "gpu.lock"));
    await lock.acquire("other", 60);
    expect(await new FailsEarly("s", { lock }, () => []).run()).toBe(-1);
    expect(await lock.acquire("third", 60)).toBe("other");
  });
});

test("A task registers the figures that are drawn beside it, and one that fails does not stop it", async () => {
  const seen: unknown[] = [];
  class WithPlots extends Task {
    override readonly plotTasks = [
      { registerImages: () => Promise.reject(new Error("no figure")) },
      { registerImages: async (options: object) => void seen.push(options) },
    ];
  }
  const task = new WithPlots("s");
  expect(await task.registerDatasets()).toEqual([]);
  expect(seen).toEqual([{ widths: ["orig"] }]);
});
