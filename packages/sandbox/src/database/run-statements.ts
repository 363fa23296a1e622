import { type Kysely, sql } from "kysely";

/** Runs statements without parameters one after the other; an embedded database takes one at a time. */
export async function runStatements<T>(db: Kysely<T>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Columns of a table that only says which records belong together. */
export function linkTable(
  table: string,
  [near, nearTable]: readonly [string, string],
  far: readonly [string, string],
): string[] {
  const reference = (column: string, target: string): string =>
    `${column} ${target === "brain_region" ? "integer" : "uuid"} not null references ${target} on delete cascade`;
  return [
    `create table ${table} (
      ${reference(near, nearTable)},
      ${reference(far[0], far[1])},
      primary key (${near}, ${far[0]}))`,
    // The primary key finds from the near side; this finds from the far side.
    `create index ${table}_far on ${table} (${far[0]}, ${near})`,
  ];
}
