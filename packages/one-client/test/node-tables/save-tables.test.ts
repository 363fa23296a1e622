import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openParquet } from "@neurophys/tables";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadTablesFrom, saveTables, TablesFolder, writeTables } from "../../src/node/tables.ts";
import { type CacheTables, defaultCache, withTable } from "../../src/tables/cache-tables.ts";
import { mergeTables } from "../../src/tables/merge-tables.ts";
import { recordsToTable, type TableRecord } from "../../src/tables/records-to-table.ts";
import { tableRecords } from "../../src/tables/table-records.ts";

const EARLY = new Date(2024, 0, 1, 10, 0);
const NOW = new Date(2024, 4, 6, 12, 34);
const LATER = new Date(2024, 4, 6, 13, 0);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-save-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function session(id: string, facts: TableRecord = {}): TableRecord {
  return { id, lab: "", subject: "S", date: "2020-01-01", number: 1, task_protocol: "", projects: "", ...facts };
}

async function withSessions(tables: CacheTables, ...rows: readonly TableRecord[]): Promise<CacheTables> {
  const merged = await mergeTables(tables, { sessions: recordsToTable("sessions", rows) }, { now: NOW });
  return merged.tables;
}

async function onDisk(table: string): Promise<Record<string, unknown>[]> {
  return tableRecords((await loadTablesFrom(folder)).tables.get(table)!);
}

async function sessionIds(): Promise<unknown[]> {
  return (await onDisk("sessions")).map(({ id }) => id);
}

describe("saving tables", () => {
  test("writes every table with its facts, and says when", async () => {
    const { tables, saved } = await saveTables(folder, await withSessions(defaultCache(EARLY, "here"), session("a")), {
      now: LATER,
    });
    expect(saved).toBe(true);
    expect(tables.savedTime).toEqual(LATER);
    expect(await readdir(folder)).toEqual(["datasets.pqt", "sessions.pqt"]);
    expect(await onDisk("sessions")).toEqual([session("a")]);
    const { metadata } = (await loadTablesFrom(folder)).tables.get("sessions")!;
    expect(metadata).toMatchObject({
      dateCreated: "2024-01-01 10:00",
      dateModified: "2024-05-06 12:34",
      origin: new Set(["here"]),
    });
  });

  test("files tell pandas the index, dates, levels of quality, and sizes that may be missing", async () => {
    const row = { eid: "a", id: "b", rel_path: "x.y.z", file_size: 8, hash: "", exists: true, qc: "PASS" };
    const datasets = recordsToTable("datasets", [row]);
    const { tables } = await mergeTables(defaultCache(NOW), { datasets }, { now: NOW });
    await saveTables(folder, await withSessions(tables, session("a")), { now: LATER });
    const store = new TablesFolder(folder);
    const facts = async (key: string): Promise<Record<string, string | undefined>> => {
      const { pandas } = await openParquet(store, key);
      return Object.fromEntries(Array.from(pandas?.columns ?? [], ([name, { numpyType }]) => [name, numpyType]));
    };
    expect((await openParquet(store, "datasets.pqt")).pandas?.indexColumns).toEqual(["eid", "id"]);
    expect((await openParquet(store, "datasets.pqt")).pandas?.columns.get("qc")).toMatchObject({
      pandasType: "categorical",
      isOrdered: true,
    });
    expect(await facts("datasets.pqt")).toMatchObject({ file_size: "UInt64", exists: "bool" });
    expect((await openParquet(store, "sessions.pqt")).pandas?.columns.get("date")?.pandasType).toBe("date");
    expect(await facts("sessions.pqt")).toMatchObject({ number: "uint16" });
  });

  test.each([
    ["nothing changed since loading", { loadedTime: LATER, modifiedTime: NOW }],
    ["nothing changed since saving", { savedTime: LATER, modifiedTime: NOW }],
  ])("writes nothing if %s", async (_, times) => {
    const tables = { ...(await withSessions(defaultCache(NOW), session("a"))), ...times };
    expect(await saveTables(folder, tables)).toEqual({ tables, saved: false });
    expect(await readdir(folder)).toEqual([]);
  });

  test("writes nothing if all tables are empty", async () => {
    expect((await saveTables(folder, { ...defaultCache(NOW), modifiedTime: NOW })).saved).toBe(false);
  });

  test("keeps rows that another process saved since these were loaded", async () => {
    await saveTables(folder, await withSessions(defaultCache(NOW), session("a")), { now: NOW });
    const [mine, theirs] = await Promise.all([0, 1].map(() => loadTablesFrom(folder, { now: NOW })));
    await saveTables(folder, await withSessions(theirs!, session("b"), session("a", { number: 7 })));
    const { tables } = await saveTables(folder, await withSessions(mine!, session("c")));
    expect((await onDisk("sessions")).map(({ id, number }) => `${id} ${number}`)).toEqual(["a 7", "b 1", "c 1"]);
    expect(tables.tables.get("sessions")?.numRows).toBe(3);
  });

  test("rows from elsewhere are merged whole, the files' columns count and the memory's values", async () => {
    await saveTables(folder, await withSessions(defaultCache(NOW), session("a"), session("b")));
    const elsewhere = await withSessions(defaultCache(EARLY, "elsewhere"), session("b", { number: 5 }), session("c"));
    await saveTables(folder, elsewhere);
    expect((await onDisk("sessions")).map(({ id, number }) => `${id} ${number}`)).toEqual(["a 1", "b 5", "c 1"]);
    const { metadata } = (await loadTablesFrom(folder)).tables.get("sessions")!;
    expect([metadata.dateCreated, [...metadata.origin]]).toEqual(["2024-01-01 10:00", ["elsewhere"]]);
  });

  test("O4: tables that only memory or only the folder has are kept", async () => {
    const insertions = recordsToTable("insertions", [{ eid: "a", id: "p", name: "probe00", depth: 1.5 }]);
    const first = { ...withTable(defaultCache(NOW), insertions), modifiedTime: NOW };
    await saveTables(folder, first);
    await saveTables(folder, await withSessions(defaultCache(NOW), session("a")));
    expect(await onDisk("insertions")).toEqual([{ eid: "a", id: "p", name: "probe00", depth: 1.5 }]);
    expect(await sessionIds()).toEqual(["a"]);
  });

  test("if told to, puts tables in place whatever is there", async () => {
    await saveTables(folder, await withSessions(defaultCache(NOW), session("a")));
    const other = await withSessions(defaultCache(NOW), session("b"));
    await saveTables(folder, { ...other, loadedTime: LATER }, { clobber: true });
    expect(await sessionIds()).toEqual(["b"]);
  });

  test("removes what a process that was killed while it wrote has left behind, and nothing that may still be written", async () => {
    const [old, young] = [`.neurophys-${"0".repeat(16)}~`, `.neurophys-${"1".repeat(16)}~`];
    for (const name of [old, young, "notes~"]) await writeFile(join(folder, name), "half a table");
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [old, "notes~"]) await utimes(join(folder, name), long, long);
    await saveTables(folder, await withSessions(defaultCache(NOW), session("a")));
    expect((await readdir(folder)).sort()).toEqual([young, "datasets.pqt", "notes~", "sessions.pqt"]);
  });

  test("saving after saving writes the new rows only", async () => {
    const first = await saveTables(folder, await withSessions(defaultCache(NOW), session("a")), { now: NOW });
    const second = await saveTables(folder, await withSessions(first.tables, session("b")), { now: LATER });
    expect(await tableRecords(second.tables.tables.get("sessions")!)).toEqual([session("a"), session("b")]);
    expect(await sessionIds()).toEqual(["a", "b"]);
  });

  test("if it fails half way, saving again completes it", async () => {
    const datasets = recordsToTable("datasets", [{ eid: "a", id: "b", rel_path: "x.y.z" }]);
    const merged = await mergeTables(defaultCache(NOW), { datasets }, { now: NOW });
    const tables = await withSessions(merged.tables, session("a"));
    await mkdir(join(folder, "datasets.pqt"));
    await expect(saveTables(folder, tables)).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) });
    await rm(join(folder, "datasets.pqt"), { recursive: true });
    await saveTables(folder, tables);
    expect([await sessionIds(), (await onDisk("datasets")).length]).toEqual([["a"], 1]);
  });

  test("a table that was opened is read to its end, though another file took its place", async () => {
    await saveTables(folder, await withSessions(defaultCache(NOW), session("a"), session("b")));
    const opened = await loadTablesFrom(folder);
    const other = recordsToTable("sessions", [session("x", { subject: "other" })]);
    await writeTables(folder, [other]);
    expect(await tableRecords(opened.tables.get("sessions")!)).toEqual([session("a"), session("b")]);
    expect(await sessionIds()).toEqual(["x"]);
  });

  test("does not overwrite a file that it cannot read", async () => {
    await writeFile(join(folder, "sessions.pqt"), "no table");
    await expect(saveTables(folder, await withSessions(defaultCache(NOW), session("a")))).rejects.toMatchObject({
      code: "one/table-unreadable",
    });
    expect(await readdir(folder)).toEqual(["sessions.pqt"]);
  });

  test("refuses a folder that is not there", async () => {
    const tables = await withSessions(defaultCache(NOW), session("a"));
    await expect(saveTables(join(folder, "none"), tables)).rejects.toMatchObject({ code: "one/table-folder-missing" });
  });
});
