import { expect, test } from "vitest";
import { type LabDatabase, openDatabase } from "../../src/database/lab-database.ts";

const labs = async ({ db }: LabDatabase) =>
  (await db.selectFrom("lab").select("name").execute()).map(({ name }) => name);

test("databases in memory begin alike and share nothing, however many there were", async () => {
  const opened: LabDatabase[] = [];
  try {
    for (const name of ["first", "second", "third", "fourth"]) {
      const database = await openDatabase();
      opened.push(database);
      expect(await labs(database)).toEqual([]);
      await database.db.insertInto("lab").values({ name }).execute();
    }
    expect(await Promise.all(opened.map(labs))).toEqual([["first"], ["second"], ["third"], ["fourth"]]);
    const ids = await Promise.all(opened.map(({ db }) => db.selectFrom("lab").select("id").executeTakeFirstOrThrow()));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(4);
    const types = await Promise.all(
      opened.map(({ db }) => db.selectFrom("dataset_type").select("name").orderBy("name").execute()),
    );
    expect(types[3]).toEqual(types[0]);
    expect(types[0]?.length).toBeGreaterThan(100);
  } finally {
    for (const database of opened) await database.close();
  }
}, 60_000);
