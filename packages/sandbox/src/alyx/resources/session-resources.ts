import { sql } from "kysely";
import { columnOf } from "../query/sql-row.ts";
import { linked } from "../resource/linked-field.ts";
import {
  djangoFilter,
  exactFilters,
  jsonFilter,
  numberFilter,
  textFilter,
  wordFilter,
  yesNoFilter,
} from "../resource/list-filters.ts";
import {
  column,
  computed,
  fieldsOf,
  ownAddress,
  records,
  related,
  relatedMany,
  word,
} from "../resource/record-fields.ts";
import { defineResource, type ListFilter, type RecordFields, type Resource } from "../resource/resource.ts";
import { dataAddress } from "./data-address.ts";
import { datasetFilters, onServers, regionFilters } from "./dataset-filters.ts";
import { FOV_FIELDS } from "./fov-resources.ts";
import { INSERTION_LIST_FIELDS } from "./insertion-resources.ts";
import { NOTE_FIELDS } from "./note-resource.ts";
import { PERIOD_FILTERS } from "./water-resources.ts";

/** A dataset as it is served within its session: only those that a server has, if there is any server. */
const SESSION_DATASET_FIELDS: RecordFields = fieldsOf("Dataset", {
  id: column(),
  name: column(),
  dataset_type: related("name"),
  data_url: dataAddress,
  url: ownAddress("datasets"),
  file_size: column(),
  hash: column(),
  version: column(),
  collection: column(),
  revision: computed(({ row }) => sql`coalesce(${columnOf(row, "revision_id")}::text, '')`),
  default_revision: computed(
    ({ row }) => sql`case when ${columnOf(row, "default_dataset")} then 'True' else 'False' end`,
  ),
  qc: word(),
});

const SESSION_WATER_FIELDS: RecordFields = fieldsOf("WaterAdministration", {
  id: column(),
  name: column(),
  water_type: related("name"),
  water_administered: column(),
});

const LIST: RecordFields = fieldsOf("Session", {
  id: column(),
  subject: related("nickname"),
  start_time: column(),
  number: column(),
  lab: related("name"),
  projects: relatedMany("name"),
  url: ownAddress("sessions"),
  task_protocol: column(),
});

const DETAIL: RecordFields = fieldsOf("Session", {
  subject: related("nickname"),
  users: relatedMany("username"),
  location: related("name"),
  procedures: relatedMany("name"),
  lab: related("name", { nullable: false, required: false }),
  projects: relatedMany("name"),
  type: column(),
  task_protocol: column(),
  number: column(),
  start_time: column(),
  end_time: column(),
  narrative: column(),
  parent_session: linked("sessions"),
  n_correct_trials: column(),
  n_trials: column(),
  url: ownAddress("sessions"),
  extended_qc: column(),
  qc: word(),
  wateradmin_session_related: records(() => SESSION_WATER_FIELDS),
  data_dataset_session_related: records(() => SESSION_DATASET_FIELDS, onServers),
  auto_datetime: column({ readOnly: true }),
  id: column(),
  json: column(),
  probe_insertion: records(() => INSERTION_LIST_FIELDS),
  field_of_view: records(() => FOV_FIELDS),
  notes: records(() => NOTE_FIELDS),
});

/** Percentage of trials that were right, compared with a number. */
const performance =
  (name: string, operator: "<=" | ">="): ListFilter =>
  (row, value) => {
    const percent = sql`(100.0 * ${columnOf(row.row, "n_correct_trials")} / nullif(${columnOf(row.row, "n_trials")}, 0))`;
    // The check of the number is that of any other filter of numbers.
    void numberFilter("n_trials", name)(row, value, new Map());
    return sql`${percent} ${sql.raw(operator)} ${Number(value)}`;
  };

const HISTOLOGY = sql`session_procedure pair join session other on other.id = pair.session_id
  join procedure_type kind on kind.id = pair.procedure_type_id and kind.name = 'Histology'`;

/** Endpoint of sessions. */
export const SESSION_RESOURCE: Resource = defineResource({
  path: "sessions",
  model: "Session",
  schemaName: "SessionDetail",
  list: LIST,
  detail: DETAIL,
  filters: {
    ...exactFilters("Session", [
      ...[
        "id",
        "name",
        "narrative",
        "start_time",
        "end_time",
        "parent_session",
        "number",
        "n_trials",
        "n_correct_trials",
      ],
      "auto_datetime",
    ]),
    ...PERIOD_FILTERS,
    ...datasetFilters("session"),
    ...regionFilters(
      ({ row }) =>
        sql`track.probe_insertion_id in (select id from probe_insertion where session_id = ${columnOf(row, "id")})`,
      ({ row }) =>
        sql`place.field_of_view_id in (select id from field_of_view where session_id = ${columnOf(row, "id")})`,
    ),
    performance_gte: performance("performance_gte", ">="),
    performance_lte: performance("performance_lte", "<="),
    type: textFilter("type", "iexact"),
    task_protocol: textFilter("task_protocol", "icontains"),
    qc: wordFilter("qc"),
    extended_qc: jsonFilter("extended_qc"),
    procedures: textFilter("procedures__name", "icontains"),
    projects: textFilter("projects__name", "icontains"),
    project: textFilter("projects__name", "icontains"),
    histology: yesNoFilter(
      ({ row }, wanted) =>
        sql`${wanted} = exists (select 1 from ${HISTOLOGY} where other.subject_id = ${columnOf(row, "subject_id")})`,
    ),
    django: djangoFilter,
  },
  hooks: {
    // Whoever registers a session without naming anybody took part in it.
    completeLinks: (links, { account, id }) =>
      id === undefined && (links["users"] ?? []).length === 0 ? { ...links, users: [account.id] } : links,
  },
});
