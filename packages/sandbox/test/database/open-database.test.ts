import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/database/lab-database.ts";

test("a new database knows the catalogue of names", async () => {
  const database = await openDatabase({ url: process.env["SANDBOX_DATABASE"] });
  const { count } = await database.db
    .selectFrom("dataset_type")
    .select(sql<number>`count(*)`.as("count"))
    .executeTakeFirstOrThrow();
  expect(count).toBe(114);
  await database.close();
});
