import { type JsonValue } from "@neurophys/alf";
import { type Kysely, sql } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { type ScalarField } from "../model/model.ts";
import { fieldOf, modelNamed } from "../model/models.ts";
import { type ModelRow } from "../query/condition.ts";
import { allOf, columnOf, fromTable, RowNames, type Sql } from "../query/sql-row.ts";
import { orderBy, recordJson, sortKeys } from "./record-fields.ts";
import { type ReadContext, type RecordFields, type Resource } from "./resource.ts";

/** A record as it is served. */
export type ServedRecord = { readonly [name: string]: JsonValue };

/** A part of a list. */
export interface Page {
  /** Of all records that match. */
  readonly count: number;
  readonly results: readonly ServedRecord[];
}

/** Which records of a list. */
export interface PageRequest {
  readonly conditions: readonly Sql[];
  readonly limit: number;
  readonly offset: number;
}

/** The row that a resource's conditions are put to. */
export const rowOf = (resource: Resource): ModelRow => ({
  model: modelNamed(resource.model),
  row: "r0",
  names: new RowNames(),
});

/**
 * Records by id, in the order of the model, as one list.
 *
 * Each is looked up by itself, which `limit` keeps the planner to: at its usual costs of reading it would rather go through the
 * whole table for a page of a few hundred.
 */
function pageOf(row: ModelRow, fields: RecordFields, { context, ids }: { context: ReadContext; ids: Sql }): Sql {
  const { table } = row.model;
  return sql`(select coalesce(json_agg(page.record), '[]') from (
    select ${recordJson(row, fields, context)} as record from (${ids}) picked
    cross join lateral (select * from ${fromTable(table, "one")} where one.id = picked.id limit 1) as ${sql.table(row.row)}
    order by ${orderBy(row)}) page)`;
}

/**
 * One page of a list, with the count of all, in one statement.
 *
 * What matches is found once, with what it is sorted by alone; only the records of the page are read in full.
 */
export async function readPage(
  db: Kysely<Tables>,
  { row, fields, context }: { row: ModelRow; fields: RecordFields; context: ReadContext },
  request: PageRequest,
): Promise<Page> {
  const { conditions, limit, offset } = request;
  const source = fromTable(row.model.table, row.row);
  const keys = sortKeys(row).map((key, index) => ({ ...key, name: sql.ref(`k${index}`) }));
  const page = sql`limit ${limit} offset ${offset}`;
  const statement =
    conditions.length === 0
      ? sql<Page>`select (select count(*) from ${sql.table(row.model.table)})::int as count,
          ${pageOf(row, fields, { context, ids: sql`select ${columnOf(row.row, "id")} from ${source} order by ${orderBy(row)} ${page}` })} as results`
      : sql<Page>`with matched as materialized (
            select ${columnOf(row.row, "id")}, ${sql.join(keys.map(({ expression, name }) => sql`${expression} as ${name}`))}
            from ${source} where ${allOf(conditions)})
          select (select count(*) from matched)::int as count,
          ${pageOf(row, fields, {
            context,
            ids: sql`select id from matched order by
              ${sql.join(keys.map(({ name, direction }) => sql`${name} ${direction}`))} ${page}`,
          })} as results`;
  const { rows } = await statement.execute(db);
  return rows[0] ?? { count: 0, results: [] };
}

/** The record with an id, as it is served; `undefined` if there is none. */
export async function readRecord(
  db: Kysely<Tables>,
  { resource, fields, context }: { resource: Resource; fields: RecordFields; context: ReadContext },
  id: string | number,
): Promise<ServedRecord | undefined> {
  const row = rowOf(resource);
  const { rows } = await sql<{ record: ServedRecord }>`
    select ${recordJson(row, fields, context)} as record from ${fromTable(row.model.table, row.row)}
    where ${columnOf(row.row, "id")} = ${id}`.execute(db);
  return rows[0]?.record;
}

/** The id of the record that an address names; `undefined` if there is none. */
export async function findRecord(
  db: Kysely<Tables>,
  resource: Resource,
  key: string,
): Promise<string | number | undefined> {
  const model = modelNamed(resource.model);
  const field = fieldOf(model, resource.lookup) as ScalarField;
  const { rows } = await sql<{ id: string | number }>`
    select r0.id from ${fromTable(model.table, "r0")} where ${columnOf("r0", field.column)} = ${key}`.execute(db);
  return rows[0]?.id;
}
