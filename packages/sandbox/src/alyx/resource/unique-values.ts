import { sql } from "kysely";
import { type Model, type ModelField } from "../model/model.ts";
import { fieldOf } from "../model/models.ts";
import { type WriteContext } from "./resource.ts";

/** What is said of values that another record has already. */
export interface DuplicateErrors {
  readonly byField: Readonly<Record<string, readonly string[]>>;
  readonly together: readonly string[];
}

function columnNamed(field: ModelField): string {
  if (field.kind === "many" || field.kind === "reverse") throw new TypeError("A list cannot be unique");
  return field.column;
}

async function isTaken(
  model: Model,
  values: Readonly<Record<string, unknown>>,
  { db, id }: WriteContext,
): Promise<boolean> {
  const same = Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  const others = id === undefined ? sql`` : sql` and id <> ${id}`;
  const { rows } =
    await sql`select 1 from ${sql.table(model.table)} where ${sql.join(same, sql` and `)}${others} limit 1`.execute(db);
  return rows.length > 0;
}

/** The columns of a record as they are now, for rules over several fields of which only some are changed. */
async function present(model: Model, { db, id }: WriteContext): Promise<Readonly<Record<string, unknown>>> {
  if (id === undefined) return {};
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(model.table)} where id = ${id}`.execute(
    db,
  );
  return rows[0] ?? {};
}

/**
 * Looks for records that have the same values where they must differ.
 *
 * The database refuses duplicates as well; this is for telling what is wrong before anything is written.
 */
export async function duplicateErrors(
  model: Model,
  columns: Readonly<Record<string, unknown>>,
  context: WriteContext,
): Promise<DuplicateErrors> {
  const byField: Record<string, readonly string[]> = {};
  for (const [name, field] of Object.entries(model.fields)) {
    if (field.kind === "many" || field.kind === "reverse" || field.unique !== true) continue;
    const value = columns[field.column];
    if (value === undefined || value === null || !(await isTaken(model, { [field.column]: value }, context))) continue;
    byField[name] = [`${model.words} with this ${name.replaceAll("_", " ")} already exists.`];
  }
  const together: string[] = [];
  const groups = model.together.filter((names) =>
    names.some((name) => columns[columnNamed(fieldOf(model, name))] !== undefined),
  );
  const now = groups.length === 0 ? {} : { ...(await present(model, context)), ...columns };
  for (const names of groups) {
    const group = names.map((name) => columnNamed(fieldOf(model, name)));
    const values = Object.fromEntries(group.map((column) => [column, (now as Record<string, unknown>)[column]]));
    if (Object.values(values).some((value) => value === undefined || value === null)) continue;
    if (await isTaken(model, values, context)) together.push(`The fields ${names.join(", ")} must make a unique set.`);
  }
  return { byField, together };
}
