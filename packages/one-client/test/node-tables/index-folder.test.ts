import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { openParquet } from "@neurophys/tables";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type IndexFolderOptions,
  type IndexProgress,
  indexFolder,
  loadTablesFrom,
  TablesFolder,
} from "../../src/node/tables.ts";
import { tableRecords } from "../../src/tables/table-records.ts";

const NAMESPACE = "12345678-1234-5678-1234-567812345678";
const FILES = [
  "labA/Subjects/S1/2020-01-01/001/alf/probe00/spikes.times.npy",
  "labA/Subjects/S1/2020-01-01/001/alf/#2021-02-03#/spikes.times.npy",
  "labA/Subjects/S1/2020-01-01/002/alf/probe00/spikes.times.npy",
  "labB/Subjects/S.2-x/2020-01-01/001/_ibl_trials.goCue_times.npy",
];
let root: string;
let warnings: DataWarning[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "one-index-"));
  warnings = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function make(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), file);
  }
}

async function index(options: IndexFolderOptions = {}): Promise<Awaited<ReturnType<typeof indexFolder>>> {
  return indexFolder(root, { onWarning: (warning) => warnings.push(warning), namespace: NAMESPACE, ...options });
}

async function relPaths(options: IndexFolderOptions = {}): Promise<unknown[]> {
  const { datasets } = await index(options);
  return (await tableRecords(datasets, undefined, ["rel_path"])).map(({ rel_path }) => rel_path).toSorted();
}

describe("indexing a folder", () => {
  test("lists the sessions and datasets of several labs, and writes tables that load again", async () => {
    await make(...FILES);
    const made = await index();
    const { tables } = await loadTablesFrom(root);
    const sessions = await tableRecords(tables.get("sessions")!);
    expect(sessions.map(({ lab, subject, date, number }) => [lab, subject, date, number].join(" ")).toSorted()).toEqual(
      ["labA S1 2020-01-01 1", "labA S1 2020-01-01 2", "labB S.2-x 2020-01-01 1"],
    );
    expect(await tableRecords(tables.get("datasets")!)).toEqual(await tableRecords(made.datasets));
    expect(tables.get("datasets")?.numRows).toBe(4);
    expect(tables.get("sessions")?.metadata.origin).toEqual(new Set([root]));
    expect([made.sessionsFile, made.datasetsFile]).toEqual([join(root, "sessions.pqt"), join(root, "datasets.pqt")]);
    expect(warnings).toEqual([]);
  });

  test("D21: ids are the name-based UUIDs of session and path: equal paths in two sessions differ", async () => {
    await make(...FILES);
    const { sessions, datasets } = await index();
    // uuid.uuid3(uuid.UUID(NAMESPACE), "labA/S1/2020-01-01/001") and the same with "/alf/probe00/spikes.times.npy"
    expect(await tableRecords(sessions, undefined, ["id", "number"])).toContainEqual({
      id: "73f8ac04-04da-3bbf-862e-dba237a4d837",
      number: 1,
    });
    const rows = await tableRecords(datasets);
    expect(
      rows.find(
        ({ rel_path, eid }) =>
          rel_path === "alf/probe00/spikes.times.npy" && eid === "73f8ac04-04da-3bbf-862e-dba237a4d837",
      ),
    ).toEqual({
      ...{
        eid: "73f8ac04-04da-3bbf-862e-dba237a4d837",
        id: "2495000d-bc11-328c-ad47-8d71e42d9e45",
        rel_path: "alf/probe00/spikes.times.npy",
      },
      ...{ file_size: FILES[0]!.length, hash: "", exists: true, qc: "NOT_SET" },
    });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(4);
  });

  test("indexing a folder again gives the same ids, another folder gives others", async () => {
    await make(...FILES, ...FILES.map((file) => `copy/${file}`));
    const ids = async (folder: string): Promise<object[]> =>
      tableRecords((await indexFolder(folder, { outDir: root })).sessions, undefined, ["id"]);
    const first = await ids(join(root, "labA"));
    expect(await ids(join(root, "labA"))).toEqual(first);
    expect(await ids(join(root, "copy/labA"))).not.toEqual(first);
  });

  test("D22: a session without datasets is listed", async () => {
    await make(...FILES);
    await mkdir(join(root, "labB/Subjects/S3/2020-01-01/001/alf"), { recursive: true });
    expect((await index()).sessions.numRows).toBe(4);
  });

  test("D11: only files with ALF names are listed, or with two dots if asked for", async () => {
    const session = "S1/2020-01-01/001";
    const names = ["a.b.npy", "notes.txt", "b-c.d.npy", "no dots", "my folder/e.f.npy", ".hidden"];
    await make(...names.map((name) => `${session}/${name}`), "outside.of.sessions");
    expect(await relPaths()).toEqual(["a.b.npy", "my folder/e.f.npy"]);
    expect(await relPaths({ keepNonAlf: true })).toEqual(["a.b.npy", "b-c.d.npy", "my folder/e.f.npy"]);
  });

  test("a file belongs to the innermost session around it", async () => {
    await make("S1/2020-01-01/001/a.b.npy", "S1/2020-01-01/001/S2/2020-02-02/002/c.d.npy");
    expect((await index()).sessions.numRows).toBe(2);
    expect(await relPaths()).toEqual(["a.b.npy", "c.d.npy"]);
    expect(warnings.map(({ code }) => code)).toContain("one/session-misplaced");
  });

  test("a session folder can be indexed by itself", async () => {
    await make("S1/2020-01-01/001/alf/a.b.npy");
    const { sessions, datasets } = await indexFolder(join(root, "S1/2020-01-01/001"), { outDir: root });
    expect(await tableRecords(sessions, undefined, ["subject", "date", "number"])).toEqual([
      { subject: "S1", date: "2020-01-01", number: 1 },
    ]);
    expect(await tableRecords(datasets, undefined, ["rel_path"])).toEqual([{ rel_path: "alf/a.b.npy" }]);
  });

  test("MD5s are worked out if asked for, of links too", async () => {
    await make("S1/2020-01-01/001/a.b.npy");
    await writeFile(join(root, "S1/2020-01-01/001/empty.file.npy"), "");
    await symlink(join(root, "S1/2020-01-01/001/a.b.npy"), join(root, "S1/2020-01-01/001/link.file.npy"));
    const { datasets } = await index({ hashFiles: true });
    const rows = await tableRecords(datasets, undefined, ["rel_path", "hash"]);
    expect(rows.map(({ rel_path, hash }) => `${rel_path} ${hash}`).toSorted()).toEqual([
      "a.b.npy c613330cebbb9c7721973f4a77aed207",
      "empty.file.npy d41d8cd98f00b204e9800998ecf8427e",
      "link.file.npy c613330cebbb9c7721973f4a77aed207",
    ]);
  });

  test("without UUIDs paths are ids, and rows are only numbered in the file", async () => {
    await make(...FILES);
    await index({ hashIds: false });
    const { pandas } = await openParquet(new TablesFolder(root), "datasets.pqt");
    const { tables } = await loadTablesFrom(root);
    expect(pandas?.indexColumns).toEqual([]);
    expect(await tableRecords(tables.get("datasets")!, [0], ["eid", "id"])).toEqual([
      { eid: "labA/S1/2020-01-01/001", id: "alf/#2021-02-03#/spikes.times.npy" },
    ]);
  });

  test("a lab given fills sessions without one, and contradicts another", async () => {
    await make("S1/2020-01-01/001/a.b.npy");
    const { sessions } = await index({ lab: "mylab" });
    expect(await tableRecords(sessions, undefined, ["lab"])).toEqual([{ lab: "mylab" }]);
    await make(...FILES);
    await expect(index({ lab: "mylab" })).rejects.toMatchObject({
      code: "one/table-lab-conflict",
      found: ["labA", "labB"],
    });
  });

  test("the same session in two folders is refused, with both", async () => {
    await make("S1/2020-01-01/001/a.b.npy", "backup/S1/2020-01-01/001/a.b.npy");
    await expect(index()).rejects.toMatchObject({
      code: "one/table-duplicate-session",
      session: "S1/2020-01-01/001",
      folders: [join(root, "S1/2020-01-01/001"), join(root, "backup/S1/2020-01-01/001")],
    });
  });

  test("a date that does not exist is left out with a warning", async () => {
    await make("S1/2020-02-30/001/a.b.npy");
    expect((await index()).sessions.numRows).toBe(0);
    expect(warnings.map(({ code }) => code)).toEqual(["one/session-skipped", "one/no-sessions"]);
  });

  test("an empty folder gives empty tables and a warning", async () => {
    const { sessions } = await index();
    expect(sessions.numRows).toBe(0);
    expect(warnings).toEqual([{ code: "one/no-sessions", category: "RuntimeWarning", message: "No sessions found" }]);
    expect(await readdir(root)).toEqual(["datasets.pqt", "sessions.pqt"]);
  });

  test("sessions without any dataset are warned of", async () => {
    await mkdir(join(root, "S1/2020-01-01/001"), { recursive: true });
    await index();
    expect(warnings.map(({ message }) => message)).toEqual(["No datasets found"]);
  });

  test.each([
    ["a folder that is not there", { folder: "none", outDir: undefined }],
    ["a file", { folder: "file", outDir: undefined }],
    ["a folder for tables that is not there", { folder: "", outDir: "none" }],
  ])("refuses %s", async (_, { folder, outDir }) => {
    await make("file");
    const options = outDir === undefined ? {} : { outDir: join(root, outDir) };
    await expect(indexFolder(join(root, folder), options)).rejects.toMatchObject({
      code: "one/table-folder-missing",
      location: join(root, outDir ?? folder),
    });
  });

  test("refuses a namespace that is no UUID", async () => {
    await expect(index({ namespace: "mine" })).rejects.toMatchObject({ code: "one/table-value", value: "mine" });
  });

  test("says how far it is, each phase up to its end", async () => {
    await make(...FILES);
    const seen: IndexProgress[] = [];
    await index({ hashFiles: true, onProgress: (progress) => seen.push(progress) });
    const last = new Map(seen.map((progress) => [progress.phase, progress]));
    expect([...last.values()]).toEqual([
      { phase: "sessions", done: 3, total: undefined },
      { phase: "datasets", done: 4, total: undefined },
      { phase: "hashes", done: 4, total: 4 },
      { phase: "tables", done: 2, total: 2 },
    ]);
  });

  test.each(["sessions", "datasets", "hashes", "tables"])(
    "can be stopped while it is at %s, and writes nothing",
    async (phase) => {
      await make(...FILES);
      const controller = new AbortController();
      const stopped = index({
        hashFiles: true,
        signal: controller.signal,
        onProgress: (progress) => progress.phase === phase && controller.abort(),
      });
      await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
      expect(await readdir(root)).toEqual(["labA", "labB"]);
    },
  );
});
