import { QC, validateQc } from "@neurophys/alf";
import { sql } from "kysely";
import { type ModelRow } from "../query/condition.ts";
import { columnOf, type Sql } from "../query/sql-row.ts";
import { type ListFilter } from "../resource/resource.ts";
import { failAs } from "../rest/refusal.ts";

/** Worst level of quality that a search accepts, by name or number. */
function worstQc(text: string | undefined): number {
  if (text === undefined) return QC.FAIL;
  try {
    return QC[validateQc(/^\d+$/.test(text) ? Number(text) : text)];
  } catch (cause) {
    throw failAs(`'${text}' is not a valid QC`, { cause });
  }
}

/** Names that a query asks for, each of which is one more relation to look through. */
function distinctNames({ names: rowNames }: ModelRow, names: readonly string[]): string[] {
  const distinct = [...new Set(names)];
  for (const _ of distinct) rowNames.nextRelated();
  return distinct;
}

/** Datasets named in a query: all of them must be there, on a server, and good enough. */
function hasDatasets(
  row: ModelRow,
  link: "session" | "insertion",
  { names, qc }: { names: readonly string[]; qc: number },
): Sql {
  const eidOrPid = columnOf(row.row, "id");
  const each = distinctNames(row, names).map((name) =>
    link === "session"
      ? sql`${eidOrPid} in (select dataset.session_id from dataset
          where dataset.name = ${name} and dataset.online and dataset.qc <= ${qc} and dataset.session_id is not null)`
      : sql`exists (select 1 from probe_insertion_dataset pair join dataset on dataset.id = pair.dataset_id
          where pair.probe_insertion_id = ${eidOrPid} and dataset.name = ${name} and dataset.qc <= ${qc})`,
  );
  return sql.join(each, sql` and `);
}

/** Datasets that a server has; all of them where there is no server. */
export const onServers = ({ row }: ModelRow): Sql =>
  sql`(${columnOf(row, "online")} or not exists (select 1 from data_repository where globus_is_personal is false))`;

/** How the datasets of a row are found. */
const datasetsOf = (row: ModelRow, link: "session" | "insertion"): Sql =>
  link === "session"
    ? sql`dataset where dataset.session_id = ${columnOf(row.row, "id")}`
    : sql`probe_insertion_dataset pair join dataset on dataset.id = pair.dataset_id
        where pair.probe_insertion_id = ${columnOf(row.row, "id")}`;

/** Filters of sessions and of insertions by their datasets. */
export function datasetFilters(link: "session" | "insertion"): Readonly<Record<string, ListFilter>> {
  return {
    dataset_types: (row, value) => {
      const types = distinctNames(row, value.split(",")).map(
        (name) => sql`exists (select 1 from ${datasetsOf(row, link)}
          and dataset.dataset_type_id = (select id from dataset_type where name = ${name}))`,
      );
      return sql`(${sql.join(types, sql` and `)})`;
    },
    datasets: (row, value, query) =>
      sql`(${hasDatasets(row, link, { names: value.split(","), qc: worstQc(query.get("dataset_qc_lte")) })})`,
    dataset_qc_lte: (row, value, query) =>
      query.has("datasets")
        ? undefined
        : sql`exists (select 1 from ${datasetsOf(row, link)} and dataset.qc <= ${worstQc(value)})`,
    tag: (row, value) => sql`exists (select 1 from ${datasetsOf(row, link)} and exists (
      select 1 from dataset_tag label join tag on tag.id = label.tag_id
      where label.dataset_id = dataset.id and upper(tag.name) like upper(${`%${value.replace(/[\\%_]/g, "\\$&")}%`})))`,
  };
}

const REGION: Readonly<Record<string, (value: string) => Sql>> = {
  atlas_name: (value) => sql`upper(top.name) like upper(${`%${value.replace(/[\\%_]/g, "\\$&")}%`})`,
  atlas_acronym: (value) => sql`upper(top.acronym) = upper(${value})`,
  // any whole number, however large, is compared as one; no region has another
  atlas_id: (value) => (/^\d{1,18}$/.test(value) ? sql`top.id = cast(${value} as bigint)` : sql`false`),
};

/** Filters by brain region: something was recorded in it, or in a region inside it. */
export function regionFilters(
  insertions: (row: ModelRow) => Sql,
  fields: ((row: ModelRow) => Sql) | undefined,
): Readonly<Record<string, ListFilter>> {
  const filter =
    (region: (value: string) => Sql): ListFilter =>
    (row, value) => {
      const inside = sql`(with recursive inside(id) as (
          select top.id from brain_region top where ${region(value)}
          union select child.id from brain_region child join inside on child.parent_id = inside.id)
        select id from inside)`;
      const byProbe = sql`exists (select 1 from trajectory_estimate track
        join channel on channel.trajectory_estimate_id = track.id
        where track.provenance >= 70 and channel.brain_region_id in ${inside} and ${insertions(row)})`;
      if (fields === undefined) return byProbe;
      return sql`(${byProbe} or exists (select 1 from fov_location place
        join fov_location_region pair on pair.fov_location_id = place.id
        where place.default_provenance and pair.brain_region_id in ${inside} and ${fields(row)}))`;
    };
  return Object.fromEntries(Object.entries(REGION).map(([name, region]) => [name, filter(region)]));
}
