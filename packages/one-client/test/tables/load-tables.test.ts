import { fileURLToPath } from "node:url";
import { type DataWarning } from "@neurophys/alf";
import { MemoryStore } from "@neurophys/alf/store";
import { FileStore } from "@neurophys/alf/store/node";
import { DataType } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { type CacheTable } from "../../src/tables/cache-table.ts";
import { loadTables } from "../../src/tables/load-tables.ts";
import { tableRecords } from "../../src/tables/table-records.ts";

const NOW = new Date(2024, 4, 6, 12, 34);
const MADE = new FileStore(fileURLToPath(new URL("fixtures/made", import.meta.url)));
const OLD_IDS = new FileStore(fileURLToPath(new URL("fixtures/old-ids", import.meta.url)));

async function open(store: FileStore, glob?: string): Promise<ReadonlyMap<string, CacheTable>> {
  return (await loadTables(store, { now: NOW, glob })).tables;
}

async function column(table: CacheTable | undefined, name: string): Promise<unknown[]> {
  return (await tableRecords(table!, undefined, [name])).map((record) => record[name]);
}

describe("loading cache tables", () => {
  test("an empty store gives empty tables and no time of loading", async () => {
    const cache = await loadTables(new MemoryStore(), { now: NOW });
    expect(cache.loadedTime).toBeUndefined();
    expect(cache.createdTime).toEqual(NOW);
    expect(cache.tables.get("sessions")?.columnNames.join()).toBe("id,lab,subject,date,number,task_protocol,projects");
    expect(cache.tables.get("datasets")?.columnNames.join()).toBe("eid,id,rel_path,file_size,hash,exists,qc");
    expect(cache.tables.get("datasets")?.indexNames).toEqual(["eid", "id"]);
  });

  test("ids that are pairs of integers become text, project projects, and quality not set", async () => {
    const cache = await loadTables(OLD_IDS, { now: NOW });
    const sessions = cache.tables.get("sessions");
    const datasets = cache.tables.get("datasets");
    expect([sessions?.numRows, datasets?.numRows]).toEqual([26, 693]);
    expect(datasets?.columnNames).toEqual(["eid", "id", "file_size", "hash", "rel_path", "exists", "qc"]);
    expect(await tableRecords(sessions!, [0])).toEqual([
      {
        id: "097d2fee-66ad-3ead-80cc-7033907a25cc",
        lab: "lab0",
        subject: "OLD_2",
        date: "2019-04-13",
        number: 1,
        task_protocol: "trainingChoiceWorld3.8.0",
        projects: "old_project",
      },
    ]);
    expect(await column(sessions, "id")).toContain("aa708674-44bc-37b8-8f17-019dbcdd04c5");
    expect(new Set(await column(datasets, "qc"))).toEqual(new Set(["NOT_SET"]));
    expect(cache.createdTime).toEqual(new Date(2021, 4, 13, 20, 38));
    expect(cache.loadedTime).toEqual(NOW);
  });

  test("rows come sorted by index, whatever the file's order, and every column with them", async () => {
    const datasets = (await open(MADE, "datasets.pqt")).get("datasets");
    const rows = await tableRecords(datasets!);
    const keys = rows.map(({ eid, id }) => `${eid} ${id}`);
    expect(keys).toEqual(keys.toSorted());
    expect(rows).toHaveLength(12);
    // file_size tells which dataset a row was made as
    for (const { file_size, rel_path, default_revision } of rows) {
      if (file_size === null) continue;
      const name = Number(file_size) % 100 === 0 ? "alf/spikes.times.npy" : "alf/spikes.clusters.npy";
      expect([rel_path, default_revision]).toEqual([name, name.includes("clusters")]);
    }
  });

  test("columns in any order belong together row by row", async () => {
    const datasets = (await open(MADE, "datasets.pqt")).get("datasets")!;
    const [eids, paths, none] = await datasets.unorderedColumns(["eid", "rel_path", "nothing"]);
    const loose = Array.from({ length: 12 }, (_, row) => `${eids?.get(row)} ${paths?.get(row)}`);
    const rows = await tableRecords(datasets);
    expect(loose.toSorted()).toEqual(rows.map(({ eid, rel_path }) => `${eid} ${rel_path}`).toSorted());
    expect(none).toBeUndefined();
  });

  test("repeated text is a dictionary with Int32 codes, ids and hashes are plain", async () => {
    const tables = await open(MADE, "*s.pqt");
    const kinds: Record<string, string> = {};
    for (const name of ["eid", "id", "rel_path", "hash", "qc"]) {
      const vector = (await tables.get("datasets")?.column(name))!;
      kinds[name] = DataType.isDictionary(vector.type) ? vector.data[0]!.values.constructor.name : String(vector.type);
    }
    expect(kinds).toEqual({ eid: "Int32Array", id: "Utf8", rel_path: "Int32Array", hash: "Utf8", qc: "Int32Array" });
    const qc = (await tables.get("datasets")?.column("qc"))!;
    expect(qc.data[0]?.dictionary?.toArray()).toEqual(["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"]);
  });

  test("a table without stored index takes the columns with id in their name", async () => {
    const numbered = (await open(MADE, "numbered.pqt")).get("numbered");
    expect(numbered?.indexNames).toEqual(["eid", "id"]);
    expect(await column(numbered, "id")).toEqual([
      ...Array(4).fill("alf/#r#/x.y.z"),
      ...Array(4).fill("alf/spikes.clusters.npy"),
      ...Array(4).fill("alf/spikes.times.npy"),
    ]);
  });

  test("any other table keeps its own columns", async () => {
    const insertions = (await open(MADE, "insertions.pqt")).get("insertions");
    expect(insertions?.columnNames).toEqual(["eid", "id", "name", "model", "serial", "json", "depth_um", "channels"]);
    expect((await column(insertions, "depth_um")).toSorted()).toEqual([0, 1.5, 3]);
    expect(await column(insertions, "serial")).toEqual([null, null, null]);
  });

  test("a table of before 1.13 has projects after loading", async () => {
    const old = (await open(MADE, "old_sessions.pqt")).get("old_sessions");
    expect(old?.columnNames.at(-1)).toBe("projects");
    expect(await column(old, "projects")).toEqual(["a,b", "a,b", "a,b", "a,b"]);
  });

  test.each(["empty_sessions", "nothing"])("a table without rows or values opens: %s", async (name) => {
    const table = (await open(MADE, `${name}.pqt`)).get(name)!;
    const rows = await tableRecords(table);
    expect(rows).toHaveLength(table.numRows);
    expect(rows.every(({ hash = null }) => hash === null)).toBe(true);
  });

  test("what metadata say is kept, known or not", async () => {
    const { metadata } = (await open(MADE, "datasets.pqt")).get("datasets")!;
    expect(metadata).toEqual({
      dateCreated: "2024-05-06 12:34",
      dateModified: "2024-05-07 01:02",
      origin: new Set(["a", "b"]),
      minApiVersion: undefined,
      databaseTags: ["tag"],
      other: { extra: { k: 1 } },
    });
  });

  test("a Parquet file that is no cache table is left out with a warning", async () => {
    const warnings: DataWarning[] = [];
    const cache = await loadTables(MADE, { now: NOW, glob: "no_m*", onWarning: (warning) => warnings.push(warning) });
    expect([...cache.tables.keys()]).toEqual(["datasets", "sessions"]);
    expect([...cache.skipped.keys()]).toEqual(["no_metadata"]);
    expect(cache.loadedTime).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(["one/table-skipped"]);
  });

  test("a table without anything like an id is refused", async () => {
    await expect(open(MADE, "no_index.pqt")).rejects.toMatchObject({ code: "one/table-index", columns: ["a", "b"] });
  });

  test("a store that cannot list is asked for sessions and datasets", async () => {
    const { location, read, size } = MADE;
    const store = { location, read: read.bind(MADE), size: size.bind(MADE) };
    const cache = await loadTables(store, { now: NOW });
    expect(cache.tables.get("sessions")?.numRows).toBe(4);
  });

  test("a place that cannot list and has none of the files is an error, not an empty lab", async () => {
    const { location, read, size } = MADE;
    const store = { location, read: read.bind(MADE), size: size.bind(MADE) };
    const loading = loadTables(store, { now: NOW, files: ["none.pqt"] });
    await expect(loading).rejects.toMatchObject({ code: "one/table-none", location });
  });

  test.each([
    ["not Parquet", () => new TextEncoder().encode("these are words, not a table")],
    ["empty", () => new Uint8Array()],
    ["cut off", (bytes: Uint8Array<ArrayBuffer>) => bytes.subarray(0, 3000)],
    ["without its beginning", (bytes: Uint8Array<ArrayBuffer>) => bytes.subarray(3000)],
  ])("a file that is %s is refused by name", async (_, broken) => {
    const whole = await MADE.read("sessions.pqt");
    const store = new MemoryStore();
    await store.write("sessions.pqt", broken(whole!));
    const reading = loadTables(store, { now: NOW }).then(({ tables }) => tableRecords(tables.get("sessions")!));
    await expect(reading).rejects.toMatchObject({ code: "one/table-unreadable", table: "sessions" });
  });

  test("only the end of a file is read until a column is asked for", async () => {
    const reads: number[] = [];
    const read: FileStore["read"] = (key, options) => {
      reads.push(options?.range?.length ?? Number.POSITIVE_INFINITY);
      return OLD_IDS.read(key, options);
    };
    const store = { location: OLD_IDS.location, read, size: OLD_IDS.size.bind(OLD_IDS) };
    const { tables } = await loadTables(store, { now: NOW, files: ["datasets.pqt"] });
    const opened = reads.length;
    await tables.get("datasets")?.unorderedColumns(["exists"]);
    await tables.get("datasets")?.unorderedColumns(["exists"]);
    expect(opened).toBeLessThanOrEqual(2);
    expect(reads.length).toBeLessThanOrEqual(opened + 1);
  });
});
