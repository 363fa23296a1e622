import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadTablesFrom } from "../../src/node/tables.ts";
import { tableRecords } from "../../src/tables/table-records.ts";
import { bundleScript, runScript } from "./run-script.ts";

let addSessions: Awaited<ReturnType<typeof bundleScript>>;
let index: Awaited<ReturnType<typeof bundleScript>>;
let folder: string;

beforeAll(async () => {
  [addSessions, index] = await Promise.all([bundleScript("add-sessions"), bundleScript("index-folder")]);
});
afterAll(() => Promise.all([addSessions.remove(), index.remove()]));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-tables-"));
  await chmod(folder, 0o777);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function ids(name: string): Promise<unknown[]> {
  const { tables } = await loadTablesFrom(folder);
  return (await tableRecords(tables.get(name)!, undefined, ["id"])).map(({ id }) => id);
}

describe("processes that share a folder of tables", () => {
  test("eight that add sessions at once lose none of each other's rows", { timeout: 240_000 }, async () => {
    const names = Array.from({ length: 8 }, (_, i) => `process${i}`);
    const ended = await Promise.all(names.map((name) => runScript(addSessions.path, { args: [folder, name, "3"] })));
    expect(ended).toEqual(names.map(() => ({ output: "", exitCode: 0 })));
    const sessions = names.flatMap((name) => [0, 1, 2].map((i) => `${name}-${i}`));
    expect(await ids("sessions")).toEqual(sessions);
    expect(await ids("datasets")).toEqual(sessions.flatMap((eid) => [`${eid}/a.b.npy`, `${eid}/a.c.npy`]));
    expect(await readdir(folder)).toEqual(["datasets.pqt", "sessions.pqt"]);
  });

  test("one that was killed while it held the lock does not stop the next", { timeout: 60_000 }, async () => {
    const owner = { datetime: "2020-01-01T00:00:00", hostname: "some-other-machine", pid: 1, token: "x" };
    await writeFile(join(folder, ".ONE.lock"), JSON.stringify(owner));
    await writeFile(join(folder, ".neurophys-0123456789abcdef~"), "half a table");
    expect(await runScript(addSessions.path, { args: [folder, "late", "1"] })).toEqual({ output: "", exitCode: 0 });
    expect(await ids("sessions")).toEqual(["late-0"]);
  });

  test("a folder that may only be read is refused, and its tables stay", { timeout: 60_000 }, async () => {
    await runScript(addSessions.path, { args: [folder, "first", "1"] });
    await chmod(folder, 0o555);
    const { output, exitCode } = await runScript(addSessions.path, { args: [folder, "second", "1"], asNobody: true });
    expect(output).toContain("one/table-write");
    expect(exitCode).toBe(1);
    expect(await ids("sessions")).toEqual(["first-0"]);
  });

  test("a disk that takes no more leaves the old tables, and neither lock nor half a file", {
    timeout: 60_000,
  }, async () => {
    await runScript(addSessions.path, { args: [folder, "first", "1"] });
    const before = await readFile(join(folder, "sessions.pqt"));
    // files of this process may grow to one block of 512 bytes, as if the disk were full
    const limited = { args: [folder, "second", "1"], before: "trap '' XFSZ; ulimit -f 1;" };
    const { output, exitCode } = await runScript(addSessions.path, limited);
    expect(output).toContain("one/table-write");
    expect(exitCode).toBe(1);
    expect(await readFile(join(folder, "sessions.pqt"))).toEqual(before);
    expect(await readdir(folder)).toEqual(["datasets.pqt", "sessions.pqt"]);
  });

  test("what cannot be read is left out of an index with a warning", { timeout: 60_000 }, async () => {
    const session = join(folder, "S1/2020-01-01/001");
    await mkdir(join(session, "closed"), { recursive: true });
    for (const name of ["closed/a.b.npy", "c.d.npy", "e.f.npy"]) await writeFile(join(session, name), name);
    await chmod(join(session, "closed"), 0);
    await chmod(join(session, "c.d.npy"), 0);
    const { output } = await runScript(index.path, { args: [folder, folder], asNobody: true });
    expect(JSON.parse(output)).toEqual({ sessions: 1, datasets: 2, warnings: ["one/unreadable", "one/unreadable"] });
    await chmod(join(session, "closed"), 0o755);
  });
});
