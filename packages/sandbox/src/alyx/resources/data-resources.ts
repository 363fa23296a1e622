import { sql } from "kysely";
import { type ModelRow } from "../query/condition.ts";
import { columnOf, type Sql } from "../query/sql-row.ts";
import { changeDefaultDataset } from "../registration/default-dataset.ts";
import { findSession } from "../registration/find-session.ts";
import { refuseProtectedDelete } from "../registration/protection.ts";
import { linked } from "../resource/linked-field.ts";
import {
  dayFilter,
  djangoFilter,
  exactFilters,
  idFilter,
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
import {
  defineResource,
  type RecordFields,
  type Resource,
  type ResourceHooks,
  type WriteContext,
} from "../resource/resource.ts";
import { takeOne } from "../resource/take-relation.ts";
import { takeScalar } from "../resource/take-scalar.ts";
import { fileAddress } from "./data-address.ts";

/** A file record as it is served within its dataset. */
const FILE_FIELDS: RecordFields = fieldsOf("FileRecord", {
  id: column(),
  data_repository: related("name"),
  data_repository_path: computed(
    ({ row }) =>
      sql`(select repository.globus_path from data_repository repository where repository.id = ${columnOf(row, "data_repository_id")})`,
  ),
  relative_path: column(),
  data_url: fileAddress,
  exists: column(),
});

/** True if a dataset has a tag of a kind. */
const hasTag = ({ row }: ModelRow, kind: "protected" | "public"): Sql =>
  sql`exists (select 1 from dataset_tag label join tag on tag.id = label.tag_id
    where label.dataset_id = ${columnOf(row, "id")} and tag.${sql.ref(kind)})`;

/** Columns of a body that say which session a dataset without one belongs to; never columns of the dataset. */
const SESSION_HINTS: RecordFields = {
  subject: {
    read: undefined,
    write: {
      isRequired: false,
      take: (value, context) =>
        takeOne(
          value,
          { field: { kind: "one", column: "hint_subject", to: "Subject" }, by: "nickname", nullable: false },
          context,
        ),
    },
    schema: { type: "string", writeOnly: true },
  },
  date: {
    read: undefined,
    write: { isRequired: false, take: (value) => takeScalar(value, { kind: "date", column: "hint_date" }, false) },
    schema: { type: "string", format: "date" },
  },
  number: {
    read: undefined,
    write: { isRequired: false, take: (value) => takeScalar(value, { kind: "integer", column: "hint_number" }, false) },
    schema: { type: "integer" },
  },
};

const datasetFields = (isList: boolean): RecordFields => ({
  ...fieldsOf("Dataset", {
    url: ownAddress("datasets"),
    name: column(),
    created_by: related("username", {
      nullable: false,
      required: false,
      fallback: ({ account, id }) => (id === undefined ? { columns: { created_by_id: account.id } } : {}),
    }),
    created_datetime: column(),
    dataset_type: related("name"),
    data_format: related("name", { required: false }),
    collection: column(),
    session: linked("sessions"),
    file_size: column(),
    hash: column(),
    version: column(),
    experiment_number: computed(
      ({ row }) => sql`(select session.number from session where session.id = ${columnOf(row, "session_id")})`,
      { type: "string" },
    ),
    file_records: records(() => FILE_FIELDS),
  }),
  ...SESSION_HINTS,
  ...fieldsOf("Dataset", {
    auto_datetime: column({ readOnly: true }),
    revision: computed(
      ({ row }) =>
        sql`coalesce((select revision.name from revision where revision.id = ${columnOf(row, "revision_id")}), '')`,
    ),
    default_dataset: column(),
    ...(isList
      ? { protected: computed((row) => hasTag(row, "protected")), public: computed((row) => hasTag(row, "public")) }
      : {}),
    tags: relatedMany("name"),
    qc: word(),
    json: column(),
  }),
});

/** The revision is served as a name or as nothing, and taken as a name. */
const withRevision = (fields: RecordFields): RecordFields => {
  const { revision } = fieldsOf("Dataset", { revision: related("name", { nullable: false, required: false }) });
  const served = fields["revision"];
  if (revision === undefined || served === undefined) return fields;
  return { ...fields, revision: { ...served, write: revision.write, schema: { type: "string" } } };
};

async function placeDataset(columns: Record<string, unknown>, context: WriteContext): Promise<Record<string, unknown>> {
  const { hint_subject: subject, hint_date: date, hint_number: number, ...own } = columns;
  if (context.id !== undefined) return own;
  const { db, account } = context;
  const found =
    own["session_id"] === undefined && subject !== undefined && date !== undefined
      ? await findSession(db, {
          subjectId: String(subject),
          date: String(date),
          number: Number(number ?? 0),
          userId: account.id,
        })
      : undefined;
  const sessionId = own["session_id"] ?? found?.id;
  const unknown = await db
    .selectFrom("data_format")
    .select("id")
    .where("name", "=", "unknown")
    .executeTakeFirstOrThrow();
  const placed = { data_format_id: unknown.id, ...own, ...(sessionId === undefined ? {} : { session_id: sessionId }) };
  if (sessionId === undefined || own["default_dataset"] === false) return placed;
  const place = {
    sessionId: String(sessionId),
    collection: String(own["collection"] ?? ""),
    name: String(own["name"]),
  };
  await changeDefaultDataset(db, place);
  return { ...placed, default_dataset: true };
}

const DATASET_HOOKS: ResourceHooks = {
  complete: placeDataset,
  beforeDelete: (id, { db }) => refuseProtectedDelete(db, id),
};

const DATASET_FILTERS = {
  ...exactFilters("Dataset", [
    ...["id", "name", "session", "object_id", "content_type", "created_datetime", "generating_software", "file_size"],
    ...["md5", "hash", "version", "collection", "data_format", "auto_datetime", "default_dataset", "tags"],
  ]),
  subject: textFilter("session__subject__nickname"),
  lab: textFilter("session__lab__name"),
  created_date: dayFilter("created_datetime"),
  created_date_gte: dayFilter("created_datetime", "gte"),
  created_date_lte: dayFilter("created_datetime", "lte"),
  date: dayFilter("session__start_time"),
  created_by: textFilter("created_by__username"),
  dataset_type: textFilter("dataset_type__name"),
  experiment_number: textFilter("session__number"),
  exists: yesNoFilter(
    ({ row }, wanted) => sql`(not exists (select 1 from data_repository where globus_is_personal is false)
      or exists (select 1 from file_record file join data_repository repository on repository.id = file.data_repository_id
        where file.dataset_id = ${columnOf(row, "id")} and file.exists = ${wanted} and repository.globus_is_personal is false))`,
  ),
  probe_insertion: (row: ModelRow, value: string, query: ReadonlyMap<string, string>) => {
    void idFilter("probe_insertion", "probe_insertion")(row, value, query);
    return sql`exists (select 1 from probe_insertion insertion where insertion.id = ${value}
      and insertion.session_id = ${columnOf(row.row, "session_id")}
      and position(upper(insertion.name) in upper(${columnOf(row.row, "collection")})) > 0)`;
  },
  public: yesNoFilter((row, wanted) => sql`${hasTag(row, "public")} = ${wanted}`),
  protected: yesNoFilter((row, wanted) => sql`${hasTag(row, "protected")} = ${wanted}`),
  tag: textFilter("tags__name"),
  revision: textFilter("revision__name"),
  qc: wordFilter("qc"),
  django: djangoFilter,
};

/** Endpoints of datasets, and of what they are made of. */
export const DATA_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "datasets",
    model: "Dataset",
    schemaName: "Dataset",
    list: withRevision(datasetFields(true)),
    detail: withRevision(datasetFields(false)),
    filters: DATASET_FILTERS,
    hooks: DATASET_HOOKS,
  }),
  defineResource({
    path: "files",
    model: "FileRecord",
    schemaName: "FileRecord",
    detail: fieldsOf("FileRecord", {
      url: ownAddress("files"),
      dataset: linked("datasets"),
      data_repository: related("name"),
      name: column(),
      json: column(),
      relative_path: column(),
      exists: column(),
    }),
    filters: {
      ...exactFilters("FileRecord", ["id", "name", "dataset", "relative_path", "exists"]),
      lab: textFilter("dataset__session__lab__name"),
      data_repository: textFilter("data_repository__name"),
      globus_is_personal: yesNoFilter(
        ({ row }, wanted) => sql`exists (select 1 from data_repository repository
          where repository.id = ${columnOf(row, "data_repository_id")} and repository.globus_is_personal = ${wanted})`,
      ),
      django: djangoFilter,
    },
    hooks: {
      // A dataset has changed when one of its files has.
      afterWrite: async (id, { db, now }) => {
        await db
          .updateTable("dataset")
          .set({ auto_datetime: now })
          .where("id", "=", (eb) => eb.selectFrom("file_record").select("dataset_id").where("file_record.id", "=", id))
          .execute();
      },
    },
  }),
  defineResource({
    path: "downloads",
    model: "Download",
    schemaName: "Download",
    actions: ["list", "read", "update", "partial_update"],
    detail: fieldsOf("Download", {
      id: column(),
      user: related("username"),
      dataset: related("id", { readOnly: true }),
      count: column(),
      json: column(),
    }),
    filters: {
      ...exactFilters("Download", ["json", "dataset", "count"]),
      user: textFilter("user__username"),
      dataset_type: textFilter("dataset__dataset_type__name"),
      django: djangoFilter,
    },
  }),
];
