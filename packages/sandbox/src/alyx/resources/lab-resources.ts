import { sql } from "kysely";
import { columnOf } from "../query/sql-row.ts";
import { djangoFilter, exactFilters, textFilter, wordFilter } from "../resource/list-filters.ts";
import { column, computed, fieldsOf, related, relatedMany, word } from "../resource/record-fields.ts";
import { defineResource, type ListFilter, type Resource } from "../resource/resource.ts";

/** Regions above or below a region, which is named by id or acronym. */
const familyFilter =
  (direction: "ancestors" | "descendants"): ListFilter =>
  ({ row }, value) => {
    const start = /^\d+$/.test(value) ? sql`id = ${Number(value)}` : sql`acronym = ${value}`;
    const step = direction === "ancestors" ? sql`next.id = family.parent_id` : sql`next.parent_id = family.id`;
    return sql`${columnOf(row, "id")} in (with recursive family(id, parent_id) as (
        select id, parent_id from brain_region where ${start}
        union select next.id, next.parent_id from brain_region next join family on ${step})
      select id from family where id <> 0)`;
  };

/** What is known of regions above and below. */
const RELATED_DESCRIPTIONS = computed(
  ({ row }) => sql`(select coalesce(json_agg(json_build_object('id', region.id, 'name', region.name,
      'description', region.description)), '[]') from brain_region region
    where region.description is not null and region.id <> ${columnOf(row, "id")} and region.id in (
      with recursive above(id, parent_id) as (
        select id, parent_id from brain_region start where start.id = ${columnOf(row, "id")}
        union select up.id, up.parent_id from brain_region up join above on up.id = above.parent_id),
      below(id) as (
        select start.id from brain_region start where start.id = ${columnOf(row, "id")}
        union select down.id from brain_region down join below on down.parent_id = below.id)
      select id from above union select id from below))`,
  { type: "array", items: { type: "object" } },
);

const TASK_COLUMNS = [
  ...[
    "name",
    "priority",
    "io_charge",
    "level",
    "gpu",
    "cpu",
    "ram",
    "time_out_secs",
    "time_elapsed_secs",
    "executable",
  ],
  ...["graph", "log", "version"],
] as const;

/** Endpoints of brain regions, procedures and tasks. */
export const LAB_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "brain-regions",
    model: "BrainRegion",
    schemaName: "BrainRegion",
    actions: ["list", "read", "update", "partial_update"],
    detail: fieldsOf("BrainRegion", {
      id: column(),
      acronym: column({ readOnly: true }),
      name: column({ readOnly: true }),
      description: column(),
      parent: related("id", { readOnly: true }),
      related_descriptions: RELATED_DESCRIPTIONS,
    }),
    filters: {
      ...exactFilters("BrainRegion", ["id", "parent"]),
      acronym: textFilter("acronym", "iexact"),
      name: textFilter("name", "icontains"),
      description: textFilter("description", "icontains"),
      ancestors: familyFilter("ancestors"),
      descendants: familyFilter("descendants"),
      django: djangoFilter,
    },
  }),
  defineResource({
    path: "procedures",
    model: "ProcedureType",
    schemaName: "ProcedureType",
    lookup: "name",
    actions: ["list", "create"],
    detail: fieldsOf("ProcedureType", { id: column(), name: column(), json: column(), description: column() }),
  }),
  defineResource({
    path: "tasks",
    model: "Task",
    schemaName: "Task",
    detail: fieldsOf("Task", {
      id: column(),
      parents: relatedMany("id"),
      session: related("id"),
      data_repository: related("name", { nullable: false, required: false }),
      status: word(),
      ...Object.fromEntries(TASK_COLUMNS.map((name) => [name, column()])),
      datetime: column({ readOnly: true }),
      arguments: column(),
    }),
    filters: {
      ...exactFilters("Task", [
        ...TASK_COLUMNS,
        "id",
        "session",
        "data_repository",
        "parents",
        "datetime",
        "arguments",
      ]),
      lab: textFilter("session__lab__name"),
      status: wordFilter("status"),
      django: djangoFilter,
    },
  }),
];
