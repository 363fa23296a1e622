import { sql } from "kysely";
import { type Model } from "../model/model.ts";
import { fieldOf, modelNamed } from "../model/models.ts";
import { fromTable } from "../query/sql-row.ts";
import { refuseFields } from "../rest/refusal.ts";
import { isFormBody } from "./form-body.ts";
import {
  type Change,
  type FieldWriter,
  type RecordFields,
  type Resource,
  type WriteContext,
  type Written,
} from "./resource.ts";
import { duplicateErrors } from "./unique-values.ts";

/** Whether what is missing in a body stays as it is. */
export type WriteMode = "create" | "update" | "partial_update";

/** A value of a body; of a form, the list of a field that is given once has one item. */
function bodyValue(name: string, writer: FieldWriter, body: WriteContext["body"]): unknown {
  const value = body[name];
  return isFormBody(body) && writer.isList === true && value !== undefined && !Array.isArray(value) ? [value] : value;
}

async function takeField(
  name: string,
  writer: FieldWriter,
  { mode, context }: { mode: WriteMode; context: WriteContext },
): Promise<Written> {
  const value = bodyValue(name, writer, context.body);
  if (value !== undefined) return await writer.take(value, context);
  if (mode === "partial_update") return {};
  if (writer.fallback !== undefined) return writer.fallback(context);
  return writer.isRequired ? { errors: ["This field is required."] } : {};
}

/**
 * What a body asks for: every field is looked at, so that all that is wrong is told at once.
 *
 * @throws Refusal with what is wrong, by field.
 */
export async function takeBody(
  resource: Resource,
  fields: RecordFields,
  { mode, context }: { mode: WriteMode; context: WriteContext },
): Promise<Change> {
  const change: Change = { columns: {}, links: {} };
  const errors: Record<string, readonly string[]> = {};
  for (const [name, { write }] of Object.entries(fields)) {
    if (write === undefined) continue;
    const written = await takeField(name, write, { mode, context });
    if (written.errors !== undefined) errors[name] = written.errors;
    Object.assign(change.columns, written.columns);
    Object.assign(change.links, written.links);
  }
  const model = modelNamed(resource.model);
  const duplicates = await duplicateErrors(model, change.columns, context);
  Object.assign(errors, { ...duplicates.byField, ...errors });
  if (Object.keys(errors).length === 0 && duplicates.together.length > 0)
    errors["non_field_errors"] = duplicates.together;
  if (Object.keys(errors).length > 0) throw refuseFields(errors);
  return change;
}

/** Columns as parameters; structured values are JSON text and need to be told so. */
function assignments(model: Model, columns: Readonly<Record<string, unknown>>): { names: string[]; values: unknown[] } {
  const jsonColumns = new Set(
    Object.values(model.fields).flatMap((field) => (field.kind === "json" ? [field.column] : [])),
  );
  const names = Object.keys(columns);
  const values = names.map((name) =>
    jsonColumns.has(name) ? sql`${columns[name] ?? null}::text::jsonb` : sql`${columns[name] ?? null}`,
  );
  return { names, values };
}

/** Columns that say when a record was last changed. */
const stamped = (model: Model, columns: Record<string, unknown>, now: string): Record<string, unknown> => ({
  ...columns,
  ...Object.fromEntries(model.stamps.map((name) => [name, now])),
});

/** Writes a new record. */
export async function insertRecord(model: Model, change: Change, context: WriteContext): Promise<string> {
  const born = Object.fromEntries(model.born.map((name) => [name, context.now]));
  const { names, values } = assignments(model, { ...born, ...stamped(model, change.columns, context.now) });
  const into = sql.table(model.table);
  const statement =
    names.length === 0
      ? sql<{ id: string }>`insert into ${into} default values returning id`
      : sql<{ id: string }>`insert into ${into} (${sql.join(names.map((name) => sql.ref(name)))})
          values (${sql.join(values)}) returning id`;
  const { rows } = await statement.execute(context.db);
  const id = rows[0]?.id ?? "";
  await replaceLinks(model, { id, links: change.links }, context);
  return id;
}

/** Changes a record. */
export async function updateRecord(
  model: Model,
  change: Change,
  context: WriteContext & { readonly id: string },
): Promise<void> {
  const { names, values } = assignments(model, stamped(model, change.columns, context.now));
  if (names.length > 0) {
    const sets = names.map((name, index) => sql`${sql.ref(name)} = ${values[index]}`);
    await sql`update ${sql.table(model.table)} set ${sql.join(sets)} where id = ${context.id}`.execute(context.db);
  }
  await replaceLinks(model, { id: context.id, links: change.links }, context);
}

/** The change with what the resource's rules add to it. */
export async function completed(
  { hooks }: Resource,
  { columns, links }: Change,
  context: WriteContext,
): Promise<Change> {
  return {
    columns: (await hooks.complete?.(columns, context)) ?? columns,
    links: hooks.completeLinks?.(links, context) ?? links,
  };
}

/** Deletes a record; what belongs to it goes with it. */
export async function deleteRecord(model: Model, context: WriteContext & { readonly id: string }): Promise<void> {
  await sql`delete from ${sql.table(model.table)} where id = ${context.id}`.execute(context.db);
}

async function replaceLinks(
  model: Model,
  { id, links }: { id: string; links: Change["links"] },
  { db }: WriteContext,
): Promise<void> {
  for (const [name, ids] of Object.entries(links)) {
    const field = fieldOf(model, name);
    if (field.kind === "many") {
      await sql`delete from ${sql.table(field.through)} where ${sql.ref(field.near)} = ${id}`.execute(db);
      if (ids.length === 0) continue;
      const pairs = ids.map((other) => sql`(${id}, ${other})`);
      await sql`insert into ${sql.table(field.through)} (${sql.ref(field.near)}, ${sql.ref(field.far)})
        values ${sql.join(pairs)}`.execute(db);
    } else if (field.kind === "reverse") {
      const target = modelNamed(field.to).table;
      const others = ids.length === 0 ? sql`` : sql` and row.id not in (${sql.join([...ids])})`;
      await sql`update ${fromTable(target, "row")} set ${sql.ref(field.column)} = null
        where row.${sql.ref(field.column)} = ${id}${others}`.execute(db);
      if (ids.length === 0) continue;
      await sql`update ${sql.table(target)} set ${sql.ref(field.column)} = ${id}
        where id in (${sql.join([...ids])})`.execute(db);
    }
  }
}
