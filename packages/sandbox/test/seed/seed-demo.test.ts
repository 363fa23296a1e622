import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadObject } from "@neurophys/alf/io";
import { FileStore } from "@neurophys/alf/store/node";
import { tableDecoders } from "@neurophys/tables";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "../../src/alyx/accounts/create-user.ts";
import { type LabDatabase, openDatabase } from "../../src/database/lab-database.ts";
import { type SeedSummary, seedDemo } from "../../src/seed/seed-demo.ts";

let root: string;
let database: LabDatabase;
let summary: SeedSummary;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "seed-"));
  database = await openDatabase();
  await createUser(database, { username: "demo" });
  summary = await seedDemo(database, { dataFolder: join(root, "data"), username: "demo" });
}, 120_000);

afterAll(async () => {
  await database.close();
  await rm(root, { recursive: true });
});

async function countRows(): Promise<Record<string, number>> {
  const tables = [
    "subject",
    "session",
    "dataset",
    "file_record",
    "probe_insertion",
    "trajectory_estimate",
    "channel",
  ] as const;
  const links = [
    "dataset_tag",
    "session_project",
    "session_member",
    "session_procedure",
    "project",
    "revision",
    "tag",
  ] as const;
  const counts: Record<string, number> = {};
  for (const table of [...tables, ...links]) {
    const { n } = await database.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    counts[table] = n;
  }
  return counts;
}

describe("the demo lab", () => {
  test("has subjects, sessions, probes and files", () => {
    expect(summary).toEqual({ subjects: 3, sessions: 6, insertions: 4, datasets: 91 });
  });

  test("is not made twice", async () => {
    const before = await countRows();
    const again = await seedDemo(database, { dataFolder: join(root, "data"), username: "demo" });
    expect(again).toEqual(summary);
    expect(await countRows()).toEqual(before);
  });

  test("has ids that can be written into tests", async () => {
    const { id } = await database.db
      .selectFrom("session")
      .innerJoin("subject", "subject.id", "session.subject_id")
      .select("session.id")
      .where("nickname", "=", "DM_002")
      .where("task_protocol", "like", "%ephys%")
      .executeTakeFirstOrThrow();
    expect(id).toMatchInlineSnapshot(`"98b061bf-3497-4b4f-80f6-5634f38c50a2"`);
  });

  test("knows where probes are, at every stage of histology", async () => {
    const insertions = await database.db
      .selectFrom("probe_insertion")
      .innerJoin("trajectory_estimate as trajectory", "trajectory.probe_insertion_id", "probe_insertion.id")
      .select(["probe_insertion.json", "probe_insertion.id"])
      .select(({ fn }) => fn.max("trajectory.provenance").as("best"))
      .groupBy("probe_insertion.id")
      .orderBy("best")
      .execute();
    expect(insertions.map(({ best }) => best)).toEqual([30, 50, 70, 70]);
    expect(insertions.map(({ json }) => json)).toMatchObject([
      { extended_qc: { tracing_exists: false, alignment_resolved: false } },
      { extended_qc: { tracing_exists: true, alignment_count: 0 } },
      { extended_qc: { alignment_count: 1 } },
      { extended_qc: { alignment_count: 1 } },
    ]);
  });

  test("has files that load as objects", async () => {
    const store = new FileStore(join(root, "data/demolab/Subjects/DM_001/2024-05-09/001"));
    const spikes = await loadObject(store, "alf/probe00", "spikes");
    expect(Object.keys(spikes).sort()).toEqual(["amps", "clusters", "depths", "times"]);
    const trials = await loadObject(store, "alf", "trials", { decoders: tableDecoders });
    expect(trials["choice"]).toMatchObject({ dtype: "int8", shape: [90] });
    expect(trials["intervals"]).toMatchObject({ dtype: "float64", shape: [90, 2] });
  });
});
