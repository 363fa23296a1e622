import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  indexFolder,
  loadTablesFrom,
  planRemoval,
  removeMissingDatasets,
  removeTableFiles,
} from "../../src/node/tables.ts";
import { type CacheTables } from "../../src/tables/cache-tables.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "one-remove-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function make(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), "");
  }
}

async function indexed(...files: readonly string[]): Promise<CacheTables> {
  await make(...files);
  await indexFolder(root);
  const tables = await loadTablesFrom(root);
  await removeTableFiles(root);
  return tables;
}

async function allFiles(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).toSorted();
}

describe("removing the files of tables", () => {
  test("removes what is there and warns of what is not", async () => {
    await make("cache_info.json", "sessions.pqt", "insertions.pqt");
    const warnings: DataWarning[] = [];
    const removed = await removeTableFiles(root, undefined, { onWarning: (warning) => warnings.push(warning) });
    expect(removed).toEqual([join(root, "cache_info.json"), join(root, "sessions.pqt")]);
    expect(warnings.map(({ message }) => message)).toEqual([`${join(root, "datasets.pqt")} not found`]);
    expect(await readdir(root)).toEqual(["insertions.pqt"]);
  });
});

describe("removing datasets that tables do not list", () => {
  const KNOWN = ["lab/Subjects/S1/2020-01-01/001/alf/a.b.npy", "S2/2020-01-01/1/c.d.npy"];

  test("lists files at any depth and sessions that no row names, and nothing else", async () => {
    const tables = await indexed(...KNOWN);
    await make(
      "lab/Subjects/S1/2020-01-01/001/alf/new.file.npy",
      "lab/Subjects/S1/2020-01-01/001/notes.txt",
      "S2/2020-01-01/1/alf/c.d.npy",
      "S3/2020-01-01/001/e.f.npy",
      "outside.of.sessions",
    );
    const plan = await planRemoval(root, tables);
    expect(plan.files.map((path) => path.slice(root.length + 1))).toEqual([
      "S2/2020-01-01/1/alf/c.d.npy",
      "S3/2020-01-01/001/e.f.npy",
      "lab/Subjects/S1/2020-01-01/001/alf/new.file.npy",
    ]);
    expect(plan.sessions).toEqual([join(root, "S3/2020-01-01/001")]);
    expect((await planRemoval(root, tables, { removeEmptySessions: false })).sessions).toEqual([]);
  });

  test("D25: finds nothing to remove in a folder that was just indexed", async () => {
    const tables = await indexed(...KNOWN);
    expect(await planRemoval(root, tables)).toMatchObject({ files: [], sessions: [] });
  });

  test("removes the files, and the folders that are empty then up to the root", async () => {
    const tables = await indexed(...KNOWN);
    await make("S3/2020-01-01/001/alf/e.f.npy", "S4/2020-01-01/001/e.f.npy", "S4/2020-01-01/001/notes.txt");
    const removed = await removeMissingDatasets(await planRemoval(root, tables));
    expect(removed.map((path) => path.slice(root.length + 1))).toEqual([
      "S3",
      "S3/2020-01-01",
      "S3/2020-01-01/001",
      "S3/2020-01-01/001/alf",
      "S3/2020-01-01/001/alf/e.f.npy",
      "S4/2020-01-01/001/e.f.npy",
    ]);
    const left = await allFiles();
    expect(left).toContain("S4/2020-01-01/001/notes.txt");
    expect(left).toEqual(expect.arrayContaining(KNOWN));
    expect(left.some((path) => path.startsWith("S3"))).toBe(false);
  });

  test("a session whose number begins with that of another keeps its folders", async () => {
    const subject = join(root, "S/2020-01-01");
    await mkdir(join(subject, "1"), { recursive: true });
    await mkdir(join(subject, "10/alf"), { recursive: true });
    const file = join(subject, "10/alf/a.b.npy");
    await writeFile(file, "");
    const removed = await removeMissingDatasets({ root, files: [file], sessions: [join(subject, "1")] });
    expect(removed).toEqual([join(subject, "1"), file]);
  });

  test("a session that is listed stays though it is empty", async () => {
    await mkdir(join(root, "S1/2020-01-01/001"), { recursive: true });
    const tables = await indexed(...KNOWN);
    await removeMissingDatasets(await planRemoval(root, tables));
    expect(await allFiles()).toContain("S1/2020-01-01/001");
  });

  test("refuses a folder that is not there", async () => {
    const tables = await indexed(...KNOWN);
    await expect(planRemoval(join(root, "none"), tables)).rejects.toMatchObject({ code: "one/table-folder-missing" });
  });
});
