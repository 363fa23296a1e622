import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTablesFrom, openOne } from "@neurophys/one-client/node";
import { BlobReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createUser } from "../../src/alyx/accounts/create-user.ts";
import { writeCacheTables } from "../../src/cache-tables/write-cache-tables.ts";
import { type LabDatabase, openDatabase } from "../../src/database/lab-database.ts";
import { seedDemo } from "../../src/seed/seed-demo.ts";

let root: string;
let database: LabDatabase;
const now = new Date(2024, 8, 1, 12, 30);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "cache-tables-"));
  database = await openDatabase();
}, 120_000);

afterAll(async () => {
  await database.close();
  await rm(root, { recursive: true });
});

/** Unpack `cache.zip` as a client does. */
async function unpack(folder: string): Promise<readonly string[]> {
  const archive = new ZipReader(new BlobReader(new Blob([await readFile(join(root, "tables/cache.zip"))])));
  const entries = await archive.getEntries();
  await mkdir(folder, { recursive: true });
  for (const entry of entries) {
    if (!entry.directory) await writeFile(join(folder, entry.filename), await entry.getData(new Uint8ArrayWriter()));
  }
  return entries.map(({ filename }) => filename);
}

test("an empty database has tables without rows", async () => {
  const summary = await writeCacheTables(database, { tablesDir: join(root, "tables"), now });
  expect(summary).toMatchObject({ sessions: 0, datasets: 0 });
  await unpack(join(root, "empty"));
  const { tables } = await loadTablesFrom(join(root, "empty"));
  expect([...tables.values()].map(({ name, numRows }) => [name, numRows])).toEqual([
    ["datasets", 0],
    ["sessions", 0],
  ]);
});

test("tables are read by one-client as they are in the database", async () => {
  await createUser(database, { username: "demo" });
  await seedDemo(database, { dataFolder: join(root, "data"), username: "demo" });
  const summary = await writeCacheTables(database, { tablesDir: join(root, "tables"), now });
  expect(summary).toMatchObject({ sessions: 6, datasets: 91 });
  expect(await unpack(join(root, "data"))).toEqual(["sessions.pqt", "datasets.pqt", "cache_info.json"]);
  const info: unknown = JSON.parse(await readFile(join(root, "tables/cache_info.json"), "utf8"));
  expect(info).toMatchObject({ date_created: "2024-09-01 12:30", origin: "alyx", tables: { sessions: { nrecs: 6 } } });
  const { createdTime, tables } = await loadTablesFrom(join(root, "data"));
  expect(createdTime).toEqual(now);
  expect(Object.fromEntries(Array.from(tables, ([name, table]) => [name, table.columnNames]))).toEqual({
    datasets: ["eid", "id", "rel_path", "file_size", "hash", "exists", "qc", "default_revision"],
    sessions: ["id", "lab", "subject", "date", "number", "task_protocol", "projects"],
  });
});

test("tables serve to search, list and load without the database", async () => {
  const one = await openOne(join(root, "data"));
  const [eid] = await one.search({ subject: "DM_001", project: "demo_brainwide", datasets: "spikes.times.npy" });
  const { id } = await database.db
    .selectFrom("session")
    .select("id")
    .where("start_time", "=", "2024-05-09T10:12:30")
    .executeTakeFirstOrThrow();
  expect(eid).toBe(id);
  expect(await one.listRevisions(id)).toEqual(["", "2024-07-15"]);
  const spikes = await one.loadObject(id, "spikes", { collection: "alf/probe00" });
  const before = await one.loadObject(id, "spikes", { collection: "alf/probe00", revision: "2024-07-14" });
  expect(spikes["times"]).toMatchObject({ dtype: "float64" });
  expect(spikes["times"]).not.toEqual(before["times"]);
});
