import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/database/lab-database.ts";
import { MIGRATIONS, migrateToLatest } from "../../src/database/migrate.ts";
import { setUpDigest } from "../../src/database/set-up-digest.ts";
import { emptyLabPath } from "../../src/empty-lab-file.ts";
import { isSandboxError } from "../../src/errors.ts";
import { type TemporaryDatabase, temporaryDatabase } from "../alyx/temporary-database.ts";

let database: TemporaryDatabase;

beforeAll(async () => {
  database = await temporaryDatabase();
}, 120_000);

afterAll(async () => {
  await database.drop();
});

describe("A new database", () => {
  test("knows the catalogue of names", async () => {
    const count = async (
      table: "dataset_type" | "data_format" | "procedure_type" | "water_type" | "probe_model",
    ): Promise<number> =>
      Number((await database.db.selectFrom(table).select(sql`count(*)`.as("n")).executeTakeFirstOrThrow()).n);
    expect(
      await Promise.all(
        (["dataset_type", "data_format", "procedure_type", "water_type", "probe_model"] as const).map(count),
      ),
    ).toEqual([114, 29, 33, 7, 5]);
  });

  test("is left as it is when it is brought up to date again, also twice at once", async () => {
    await Promise.all([migrateToLatest(database.db), migrateToLatest(database.db)]);
    const { rows } = await sql<{ n: number }>`select count(*) as n from sandbox_migration`.execute(database.db);
    expect(rows).toEqual([{ n: Object.keys(MIGRATIONS).length }]);
  });
});

describe("The files of an empty lab", () => {
  test("ask for no timer, which would keep a process going whose databases are closed", async () => {
    const embedded = await openDatabase();
    const { rows } = await sql<{ value: string }>`
      select current_setting('log_startup_progress_interval') as value`.execute(embedded.db);
    await embedded.close();
    expect(rows).toEqual([{ value: "0" }]);
  }, 120_000);

  test("are those that the migrations at hand would set up: their name tells", async () => {
    const digest = await setUpDigest();
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(await setUpDigest()).toBe(digest);
    expect(emptyLabPath(digest)).toMatch(new RegExp(`dist.empty-lab-${digest}[.]tar[.]br$`));
  });

  test("know of every migration, so that none is run again on a copy", async () => {
    const { rows } = await sql<{ name: string }>`select name from sandbox_migration order by name`.execute(database.db);
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
  });
});

describe("A transaction", () => {
  test("leaves nothing behind when it fails, and others wait for it", async () => {
    const { db } = database;
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto("project").values({ name: "half" }).execute();
      throw new Error("stop");
    });
    const other = db.insertInto("project").values({ name: "whole" }).execute();
    await expect(failing).rejects.toThrow("stop");
    await other;
    const names = await db.selectFrom("project").select("name").execute();
    expect(names).toEqual([{ name: "whole" }]);
  });

  test("refuses what refers to nothing", async () => {
    const orphan = { nickname: "SW01", lab_id: "6f0e2f3c-9f4b-4f0e-9d4e-0d9d3a7c9f11" };
    await expect(database.db.insertInto("subject").values(orphan).execute()).rejects.toMatchObject({ code: "23503" });
  });
});

describe("A value", () => {
  test("comes back as it went in: microseconds, large counts, any structure", async () => {
    const { db } = database;
    const { id: lab_id } = await db.insertInto("lab").values({ name: "lab" }).returning("id").executeTakeFirstOrThrow();
    const { id: subject_id } = await db
      .insertInto("subject")
      .values({ nickname: "SW02", lab_id })
      .returning("id")
      .executeTakeFirstOrThrow();
    const json = [{ a: null, b: "ü\n" }, 1.5, "text"];
    const session = await db
      .insertInto("session")
      .values({ subject_id, start_time: "2024-01-02T03:04:05.123456", json: JSON.stringify(json) })
      .returning(["start_time", "json", "lab_id"])
      .executeTakeFirstOrThrow();
    expect(session).toEqual({ start_time: "2024-01-02 03:04:05.123456", json, lab_id });
    const type = await db.selectFrom("dataset_type").select("id").limit(1).executeTakeFirstOrThrow();
    const format = await db.selectFrom("data_format").select("id").limit(1).executeTakeFirstOrThrow();
    const file = { name: "a.b.npy", dataset_type_id: type.id, data_format_id: format.id, file_size: 2 ** 52 };
    const { file_size } = await db.insertInto("dataset").values(file).returning("file_size").executeTakeFirstOrThrow();
    expect(file_size).toBe(2 ** 52);
  });
});

describe("A folder", () => {
  test("keeps what was written when it is opened again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lab-"));
    const first = await openDatabase({ folder });
    await first.db.insertInto("project").values({ name: "kept" }).execute();
    await first.close();
    const second = await openDatabase({ folder });
    expect(await second.db.selectFrom("project").select("name").execute()).toEqual([{ name: "kept" }]);
    await second.close();
    await rm(folder, { recursive: true });
  }, 120_000);
});

test.each(["mysql://u:secret@host/x", "postgres://user:secret@127.0.0.1:1/none?password=secret"])(
  "an address that leads nowhere is told without its password: %s",
  async (url) => {
    const error: unknown = await openDatabase({ url }).catch((reason: unknown) => reason);
    expect(isSandboxError(error, "sandbox/database-open")).toBe(true);
    expect(String(error)).not.toContain("secret");
  },
);
