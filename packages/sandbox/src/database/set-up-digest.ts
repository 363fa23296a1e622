import { createHash } from "node:crypto";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { EMBEDDED_DATABASE } from "../empty-lab-file.ts";
import { MIGRATIONS } from "./migrate.ts";
import { type Tables } from "./tables.ts";

/**
 * A setting of embedded databases. Their files are those of a running one, which starts by recovering: with a timer, every
 * ten seconds for ever, that tells of progress. It would keep the process from ending.
 */
export const EMBEDDED_SETTING = "alter system set log_startup_progress_interval = 0";

/**
 * A digest of all that sets a database up: the embedded database's version and setting, and every statement of every migration with its
 * values, which are made but not run.
 *
 * @returns 16 hexadecimal digits.
 */
export async function setUpDigest(): Promise<string> {
  const hash = createHash("sha256").update(EMBEDDED_DATABASE + EMBEDDED_SETTING);
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void hash.update(JSON.stringify([query.sql, query.parameters])),
  });
  for (const [name, migration] of Object.entries(MIGRATIONS)) {
    hash.update(name);
    await migration.up(db);
  }
  return hash.digest("hex").slice(0, 16);
}
