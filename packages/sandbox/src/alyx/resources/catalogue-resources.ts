import { sql } from "kysely";
import { exactFilters } from "../resource/list-filters.ts";
import { column, fieldsOf, ownAddress, type RecordFieldDraft, related } from "../resource/record-fields.ts";
import { defineResource, type Resource } from "../resource/resource.ts";

const NAMED: Readonly<Record<string, RecordFieldDraft>> = { id: column(), json: column(), name: column() };

/** Text that is served as empty where there is none: clients in Python call its methods. */
const emptyIfMissing =
  (draft: RecordFieldDraft): RecordFieldDraft =>
  (model, name) => {
    const field = draft(model, name);
    const { read } = field;
    return { ...field, read: read && ((row, context) => sql`coalesce(${read(row, context)}, '')`) };
  };

/** Endpoints of what datasets are described by: types, formats, repositories, tags and revisions. */
export const CATALOGUE_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "dataset-types",
    model: "DatasetType",
    schemaName: "DatasetType",
    lookup: "name",
    detail: fieldsOf("DatasetType", {
      id: column(),
      name: column(),
      created_by: related("username", {
        fallback: ({ account, id }) => (id === undefined ? { columns: { created_by_id: account.id } } : {}),
      }),
      description: column(),
      filename_pattern: emptyIfMissing(column()),
    }),
    hooks: {
      // Names of files are compared in lower case.
      complete: async (columns) => {
        const pattern = columns["filename_pattern"];
        return typeof pattern === "string" ? { ...columns, filename_pattern: pattern.toLowerCase() || null } : columns;
      },
    },
  }),
  defineResource({
    path: "data-formats",
    model: "DataFormat",
    schemaName: "DataFormat",
    lookup: "name",
    detail: fieldsOf("DataFormat", {
      ...NAMED,
      description: column(),
      file_extension: column(),
      matlab_loader_function: column(),
      python_loader_function: column(),
    }),
  }),
  defineResource({
    path: "data-repository",
    model: "DataRepository",
    schemaName: "DataRepository",
    lookup: "name",
    detail: fieldsOf("DataRepository", {
      name: column(),
      timezone: column(),
      globus_path: column(),
      hostname: column(),
      data_url: column(),
      repository_type: related("name"),
      globus_endpoint_id: column(),
      globus_is_personal: column(),
      json: column(),
    }),
    filters: exactFilters("DataRepository", ["name", "globus_is_personal", "globus_endpoint_id"]),
  }),
  defineResource({
    path: "data-repository-type",
    model: "DataRepositoryType",
    schemaName: "DataRepositoryType",
    lookup: "name",
    detail: fieldsOf("DataRepositoryType", {
      url: ownAddress("data-repository-type", "name"),
      json: column(),
      name: column(),
    }),
  }),
  defineResource({
    path: "tags",
    model: "Tag",
    schemaName: "Tag",
    lookup: "name",
    detail: fieldsOf("Tag", { ...NAMED, description: column(), protected: column(), public: column(), hash: column() }),
    filters: exactFilters("Tag", ["name"]),
  }),
  defineResource({
    path: "revisions",
    model: "Revision",
    schemaName: "Revision",
    lookup: "name",
    detail: fieldsOf("Revision", { ...NAMED, description: column(), created_datetime: column() }),
    filters: exactFilters("Revision", ["name"]),
  }),
];
