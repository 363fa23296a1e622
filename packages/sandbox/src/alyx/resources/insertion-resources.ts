import { sql } from "kysely";
import { modelNamed } from "../model/models.ts";
import { columnOf } from "../query/sql-row.ts";
import { dayFilter, djangoFilter, exactFilters, idFilter, textFilter, wordFilter } from "../resource/list-filters.ts";
import {
  column,
  computed,
  fieldsOf,
  ownAddress,
  type RecordFieldDraft,
  record,
  recordJson,
  records,
  related,
  relatedMany,
  word,
} from "../resource/record-fields.ts";
import { defineResource, type RecordFields, type Resource } from "../resource/resource.ts";
import { Refusal } from "../rest/refusal.ts";
import { dataAddress } from "./data-address.ts";
import { datasetFilters, onServers, regionFilters } from "./dataset-filters.ts";

/** A session as it is served within insertions and trajectories. */
const SESSION_INFO: RecordFields = fieldsOf("Session", {
  subject: related("nickname"),
  start_time: column(),
  number: column(),
  lab: related("name"),
  id: column(),
  projects: relatedMany("name"),
  task_protocol: column(),
});

const DATASET_FIELDS: RecordFields = fieldsOf("Dataset", {
  id: column(),
  name: column(),
  dataset_type: related("name"),
  data_url: dataAddress,
  url: ownAddress("datasets"),
  file_size: column(),
  hash: column(),
  version: column(),
  collection: column(),
  qc: column(),
});

const FIRST: Readonly<Record<string, RecordFieldDraft>> = {
  id: column(),
  session: related("id", { nullable: false, required: false }),
  model: related("probe_model", { nullable: false, required: false }),
  session_info: record("session", () => SESSION_INFO),
};

const REST: Readonly<Record<string, RecordFieldDraft>> = {
  name: column(),
  json: column(),
  serial: column(),
  auto_datetime: column({ readOnly: true }),
  chronic_insertion: related("id"),
};

/** An insertion as it is served in lists and within sessions. */
export const INSERTION_LIST_FIELDS: RecordFields = fieldsOf("ProbeInsertion", {
  ...FIRST,
  ...REST,
  datasets: relatedMany("id"),
});

const INSERTION_DETAIL_FIELDS: RecordFields = fieldsOf("ProbeInsertion", {
  ...FIRST,
  datasets: records(() => DATASET_FIELDS, onServers),
  ...REST,
});

/** An insertion as it is served within a chronic insertion. */
const CHRONIC_PART_FIELDS: RecordFields = fieldsOf("ProbeInsertion", {
  id: column(),
  name: column(),
  model: related("name"),
  serial: column(),
  session_info: record("session", () => SESSION_INFO),
});

/** The session of a trajectory is that of its insertion. */
const TRAJECTORY_SESSION = computed(
  (row, context) => {
    const inner = { model: modelNamed("Session"), row: row.names.next(), names: row.names };
    return sql`(select ${recordJson(inner, SESSION_INFO, context)} from session as ${sql.table(inner.row)}
      join probe_insertion insertion on insertion.session_id = ${columnOf(inner.row, "id")}
      where insertion.id = ${columnOf(row.row, "probe_insertion_id")})`;
  },
  { type: "object" },
);

/** Endpoints of insertions, trajectories, channels and fields of view. */
export const INSERTION_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "insertions",
    model: "ProbeInsertion",
    schemaName: "ProbeInsertion",
    list: INSERTION_LIST_FIELDS,
    detail: INSERTION_DETAIL_FIELDS,
    createdAs: "list",
    filters: {
      ...exactFilters("ProbeInsertion", ["id", "name", "serial", "auto_datetime", "chronic_insertion"]),
      subject: textFilter("session__subject__nickname"),
      date: dayFilter("session__start_time"),
      experiment_number: textFilter("session__number"),
      session: idFilter("session", "session"),
      model: textFilter("model__name"),
      lab: textFilter("session__lab__name", "iexact"),
      project: textFilter("session__projects__name", "icontains"),
      task_protocol: textFilter("session__task_protocol", "icontains"),
      ...datasetFilters("insertion"),
      ...regionFilters(({ row }) => sql`track.probe_insertion_id = ${columnOf(row, "id")}`, undefined),
      django: djangoFilter,
    },
    hooks: {
      complete: async (columns, { db }) => {
        const chronic = columns["chronic_insertion_id"];
        if (typeof chronic !== "string") return columns;
        const { serial } = await db
          .selectFrom("chronic_insertion")
          .select("serial")
          .where("id", "=", chronic)
          .executeTakeFirstOrThrow();
        if (serial === columns["serial"]) return columns;
        throw new Refusal(400, {
          non_field_errors: ["serial number of chronic insertion and probe insertion do not match"],
          status_code: 400,
        });
      },
    },
  }),
  defineResource({
    path: "chronic-insertions",
    model: "ChronicInsertion",
    schemaName: "ChronicInsertion",
    detail: fieldsOf("ChronicInsertion", {
      id: column(),
      name: column(),
      subject: related("nickname", { required: false }),
      lab: related("name", { nullable: false, required: false }),
      model: related("probe_model", { nullable: false, required: false }),
      start_time: column(),
      serial: column(),
      json: column(),
      probe_insertion: records(() => CHRONIC_PART_FIELDS),
    }),
    filters: {
      ...exactFilters("ChronicInsertion", ["id", "name", "narrative", "start_time", "end_time", "location"]),
      subject: textFilter("subject__nickname"),
      lab: textFilter("lab__name"),
      model: textFilter("model__name"),
      probe: idFilter("probe_insertion__id", "probe"),
      session: idFilter("probe_insertion__session__id", "session"),
      serial: textFilter("serial"),
      ...regionFilters(({ row }) => sql`track.chronic_insertion_id = ${columnOf(row, "id")}`, undefined),
      django: djangoFilter,
    },
  }),
  defineResource({
    path: "trajectories",
    model: "TrajectoryEstimate",
    schemaName: "TrajectoryEstimate",
    detail: fieldsOf("TrajectoryEstimate", {
      id: column(),
      probe_insertion: related("id"),
      x: column(),
      y: column(),
      z: column(),
      depth: column(),
      theta: column(),
      phi: column(),
      roll: column(),
      provenance: word(),
      session: TRAJECTORY_SESSION,
      probe_name: computed(
        ({ row }) =>
          sql`(select insertion.name from probe_insertion insertion where insertion.id = ${columnOf(row, "probe_insertion_id")})`,
      ),
      coordinate_system: related("name", { nullable: false, required: false }),
      datetime: column({ readOnly: true }),
      json: column(),
      chronic_insertion: related("id"),
    }),
    filters: {
      ...exactFilters("TrajectoryEstimate", [
        ...["id", "probe_insertion", "chronic_insertion", "x", "y", "z", "depth", "theta", "phi", "roll"],
        ...["coordinate_system", "datetime"],
      ]),
      provenance: wordFilter("provenance"),
      subject: textFilter("probe_insertion__session__subject__nickname"),
      project: textFilter("probe_insertion__session__projects__name"),
      date: dayFilter("probe_insertion__session__start_time"),
      experiment_number: textFilter("probe_insertion__session__number"),
      session: idFilter("probe_insertion__session__id", "session"),
      probe: textFilter("probe_insertion__name"),
      django: djangoFilter,
    },
  }),
  defineResource({
    path: "channels",
    model: "Channel",
    schemaName: "Channel",
    takesLists: true,
    detail: fieldsOf("Channel", {
      id: column(),
      trajectory_estimate: related("id", { nullable: false, required: false }),
      brain_region: related("id", { nullable: false, required: false }),
      name: column(),
      json: column(),
      axial: column(),
      lateral: column(),
      x: column(),
      y: column(),
      z: column(),
    }),
    filters: {
      ...exactFilters("Channel", [
        "id",
        "name",
        "axial",
        "lateral",
        "x",
        "y",
        "z",
        "brain_region",
        "trajectory_estimate",
      ]),
      session: idFilter("trajectory_estimate__probe_insertion__session", "session"),
      probe_insertion: idFilter("trajectory_estimate__probe_insertion", "probe_insertion"),
      subject: textFilter("trajectory_estimate__probe_insertion__session__subject__nickname"),
      lab: textFilter("trajectory_estimate__probe_insertion__session__lab__name"),
      django: djangoFilter,
    },
  }),
];
