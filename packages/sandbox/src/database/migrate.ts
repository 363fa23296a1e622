import { type Kysely, type Migration, Migrator, sql } from "kysely";
import { addFacts } from "./migrations/add-facts.ts";
import { createActionTables } from "./migrations/create-action-tables.ts";
import { createDataTables } from "./migrations/create-data-tables.ts";
import { createExperimentTables } from "./migrations/create-experiment-tables.ts";
import { createPeopleTables } from "./migrations/create-people-tables.ts";
import { indexSessionTimes } from "./migrations/index-session-times.ts";
import { keepDerivedRows } from "./migrations/keep-derived-rows.ts";
import { keepOnlineFlag } from "./migrations/keep-online-flag.ts";
import { type Tables } from "./tables.ts";

/** Every change ever made to the tables, in order. A change that was released is never edited: add another. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-people": { up: createPeopleTables },
  "0002-actions": { up: createActionTables },
  "0003-data": { up: createDataTables },
  "0004-experiments": { up: createExperimentTables },
  "0005-online-flag": { up: keepOnlineFlag },
  "0006-derived-rows": { up: keepDerivedRows },
  "0007-facts": { up: addFacts },
  "0008-session-times": { up: indexSessionTimes },
};

/**
 * Brings the tables up to date: all in one transaction, under a lock.
 *
 * @throws the database's own error; nothing is changed then.
 */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ readonly schema: string | null }>`select current_schema() as schema`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: "sandbox_migration",
    migrationLockTableName: "sandbox_migration_lock",
    // Else tables of another lab on the same server, in a schema of its own, would be taken for this one's.
    migrationTableSchema: rows[0]?.schema ?? "public",
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
