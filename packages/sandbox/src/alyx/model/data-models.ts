import { QC_CHOICES } from "./choices.ts";
import { boolean, datetime, integer, json, many, one, optionalText, reverse, text, uuid } from "./field-drafts.ts";
import { defineModel, type FieldDraft, type Model } from "./model.ts";

const NAMED: Readonly<Record<string, FieldDraft>> = {
  id: uuid(),
  name: text({ maxLength: 255, unique: true }),
  json: json(),
};

const REVISION_MESSAGE = "Revisions must only contain letters, numbers, hyphens, underscores and forward slashes.";
const HOSTNAME: readonly [RegExp, string] = [/^[a-zA-Z0-9.\-_]*$/, "Invalid hostname"];
const PATH: readonly [RegExp, string] = [/^[a-zA-Z0-9_][^\\:]+$/, "Invalid path"];
const COLLECTION: readonly [RegExp, string] = [
  /^[\w./-]*$/,
  "Collections must only contain letters, numbers, hyphens, underscores and forward slashes.",
];

/** Models of datasets and where they are. */
export const DATA_MODELS: readonly Model[] = [
  defineModel({ name: "DataRepositoryType", table: "data_repository_type", fields: NAMED, order: ["name"] }),
  defineModel({
    name: "DataRepository",
    table: "data_repository",
    fields: {
      ...NAMED,
      repository_type: one("DataRepositoryType"),
      timezone: optionalText(64),
      hostname: text({ optional: true, maxLength: 200, pattern: HOSTNAME }),
      data_url: text({
        nullable: true,
        maxLength: 200,
        pattern: [/^$|^[a-z][a-z0-9+.-]*:\/\/\S+$/i, "Enter a valid URL."],
      }),
      globus_path: optionalText(1000),
      globus_endpoint_id: uuid({ nullable: true }),
      globus_is_personal: boolean({ nullable: true }),
      lab: many("Lab", "lab_repository", ["data_repository_id", "lab_id"]),
    },
    order: ["name"],
  }),
  defineModel({
    name: "DataFormat",
    table: "data_format",
    fields: {
      ...NAMED,
      description: optionalText(255),
      file_extension: text({
        maxLength: 255,
        pattern: [/^\.[^.]+$/, "Invalid file extension, should start with a dot"],
      }),
      matlab_loader_function: optionalText(255),
      python_loader_function: optionalText(255),
    },
    order: ["name"],
  }),
  defineModel({
    name: "DatasetType",
    table: "dataset_type",
    fields: {
      ...NAMED,
      name: text({ optional: true, maxLength: 255, unique: true }),
      created_by: one("LabMember"),
      description: optionalText(1023),
      filename_pattern: text({ nullable: true, maxLength: 255, unique: true }),
    },
    order: ["name"],
  }),
  defineModel({
    name: "Revision",
    table: "revision",
    born: ["created_datetime"],
    fields: {
      ...NAMED,
      name: text({ optional: true, maxLength: 255, unique: true, pattern: [/^[\w.-]+$/, REVISION_MESSAGE] }),
      description: optionalText(1023),
      created_datetime: datetime(),
      dataset: reverse("Dataset", "revision_id"),
    },
    order: ["name"],
  }),
  defineModel({
    name: "Tag",
    table: "tag",
    fields: {
      ...NAMED,
      name: text({ optional: true, maxLength: 255, unique: true }),
      description: optionalText(1023),
      protected: boolean(),
      public: boolean(),
      hash: text({ nullable: true, maxLength: 64 }),
      datasets: many("Dataset", "dataset_tag", ["tag_id", "dataset_id"]),
    },
    order: ["name"],
  }),
  defineModel({
    name: "Dataset",
    table: "dataset",
    born: ["created_datetime"],
    fields: {
      id: uuid(),
      name: text({ maxLength: 255 }),
      json: json(),
      session: one("Session"),
      content_type: one("ContentType"),
      object_id: uuid({ nullable: true }),
      created_by: one("LabMember"),
      created_datetime: datetime(),
      generating_software: optionalText(255),
      dataset_type: one("DatasetType", {}),
      data_format: one("DataFormat", { optional: true }),
      revision: one("Revision"),
      collection: text({ optional: true, nullable: true, maxLength: 255, pattern: COLLECTION }),
      file_size: integer(),
      md5: uuid({ nullable: true }),
      hash: text({ optional: true, nullable: true, maxLength: 64 }),
      version: text({ optional: true, nullable: true, maxLength: 64 }),
      default_dataset: boolean({ optional: true }),
      qc: integer({ optional: true, choices: QC_CHOICES }),
      auto_datetime: datetime(),
      tags: many("Tag", "dataset_tag", ["dataset_id", "tag_id"]),
      file_records: reverse("FileRecord", "dataset_id"),
      probe_insertion: many("ProbeInsertion", "probe_insertion_dataset", ["dataset_id", "probe_insertion_id"]),
      field_of_view: many("FOV", "field_of_view_dataset", ["dataset_id", "field_of_view_id"]),
    },
    stamps: ["auto_datetime"],
  }),
  defineModel({
    name: "FileRecord",
    table: "file_record",
    fields: {
      id: uuid(),
      name: optionalText(255),
      json: json(),
      dataset: one("Dataset", {}),
      data_repository: one("DataRepository", {}),
      relative_path: text({ maxLength: 1000, pattern: PATH }),
      exists: boolean(),
    },
    together: [["data_repository", "relative_path"]],
  }),
  defineModel({
    name: "Download",
    table: "download",
    fields: {
      id: uuid(),
      name: optionalText(255),
      json: json(),
      user: one("LabMember", {}),
      dataset: one("Dataset", {}),
      first_download: datetime(),
      last_download: datetime(),
      count: integer({ optional: true }),
      projects: many("Project", "download_project", ["download_id", "project_id"]),
    },
  }),
];
