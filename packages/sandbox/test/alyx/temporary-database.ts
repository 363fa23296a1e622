import { randomUUID } from "node:crypto";
import pg from "pg";
import { type LabDatabase, openDatabase } from "../../src/database/lab-database.ts";

/** A database of a test's own: embedded, or a schema of the server that `SANDBOX_DATABASE` names. */
export interface TemporaryDatabase extends LabDatabase {
  /** Close it and leave nothing behind. */
  drop(): Promise<void>;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Opens a database that no other test sees. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const server = process.env["SANDBOX_DATABASE"];
  if (server === undefined) {
    const database = await openDatabase();
    return { ...database, drop: () => database.close() };
  }
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  await run(server, `create schema ${schema}`);
  const url = new URL(server);
  url.searchParams.set("options", `-c search_path=${schema}`);
  const database = await openDatabase({ url: url.href });
  return {
    ...database,
    drop: async () => {
      await database.close();
      await run(server, `drop schema ${schema} cascade`);
    },
  };
}
