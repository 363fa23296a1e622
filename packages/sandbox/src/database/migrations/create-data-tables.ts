import { type Kysely } from "kysely";
import { linkTable, runStatements } from "../run-statements.ts";

const ID = "id uuid primary key default gen_random_uuid(), json jsonb";
const NAMED = `${ID}, name text not null unique`;
const NOW = "(now() at time zone 'utc')";

const CATALOGUE: readonly string[] = [
  `create table data_repository_type (${NAMED})`,
  `create table data_repository (
    ${NAMED},
    repository_type_id uuid references data_repository_type on delete set null,
    timezone text not null default 'UTC',
    hostname text not null default '',
    data_url text,
    globus_path text not null default '',
    globus_endpoint_id uuid,
    globus_is_personal boolean)`,
  ...linkTable("lab_repository", ["lab_id", "lab"], ["data_repository_id", "data_repository"]),
  `create table data_format (
    ${NAMED},
    description text not null default '',
    file_extension text not null default '',
    matlab_loader_function text not null default '',
    python_loader_function text not null default '')`,
  `create table dataset_type (
    ${NAMED},
    created_by_id uuid references lab_member on delete set null,
    description text not null default '',
    filename_pattern text unique)`,
  `create table revision (
    ${NAMED},
    description text not null default '',
    created_datetime timestamp default ${NOW})`,
  `create table tag (
    ${NAMED},
    description text not null default '',
    protected boolean not null default false,
    public boolean not null default false,
    hash text)`,
];

const DATASETS: readonly string[] = [
  `create table dataset (
    ${ID},
    name text not null default '',
    session_id uuid references session on delete cascade,
    content_type_id integer references content_type on delete cascade,
    object_id uuid,
    created_by_id uuid references lab_member on delete set null,
    created_datetime timestamp default ${NOW},
    generating_software text not null default '',
    dataset_type_id uuid not null references dataset_type,
    data_format_id uuid not null references data_format,
    revision_id uuid references revision on delete set null,
    collection text not null default '',
    file_size bigint,
    md5 uuid,
    hash text not null default '',
    version text not null default '',
    default_dataset boolean not null default true,
    qc integer not null default 0,
    auto_datetime timestamp not null default ${NOW},
    online boolean not null default false)`,
  "create index dataset_session on dataset (session_id, name)",
  "create index dataset_object on dataset (object_id)",
  // A search for sessions that have a dataset reads this index alone.
  "create index dataset_online on dataset (name, session_id) include (qc) where online",
  "create index dataset_name on dataset (name, session_id) include (qc)",
  "create index dataset_type_session on dataset (dataset_type_id, session_id)",
  "create index dataset_revision on dataset (revision_id)",
  "create index dataset_created on dataset (created_datetime)",
  ...linkTable("dataset_tag", ["dataset_id", "dataset"], ["tag_id", "tag"]),
  `create table file_record (
    ${ID},
    name text not null default '',
    dataset_id uuid not null references dataset on delete cascade,
    data_repository_id uuid not null references data_repository on delete cascade,
    relative_path text not null,
    exists boolean not null default false,
    unique (data_repository_id, relative_path))`,
  "create index file_record_dataset on file_record (dataset_id)",
];

const DOWNLOADS: readonly string[] = [
  `create table download (
    ${ID},
    name text not null default '',
    user_id uuid not null references lab_member on delete cascade,
    dataset_id uuid not null references dataset on delete cascade,
    first_download timestamp not null default ${NOW},
    last_download timestamp not null default ${NOW},
    count integer not null default 0,
    unique (user_id, dataset_id))`,
  "create index download_dataset on download (dataset_id)",
  ...linkTable("download_project", ["download_id", "download"], ["project_id", "project"]),
];

const TASKS: readonly string[] = [
  `create table task (
    id uuid primary key default gen_random_uuid(),
    name text,
    priority integer, io_charge integer, level integer, gpu integer, cpu integer, ram integer,
    time_out_secs integer,
    time_elapsed_secs double precision,
    executable text,
    graph text,
    status integer not null default 20,
    log text,
    version text,
    session_id uuid references session on delete cascade,
    data_repository_id uuid references data_repository on delete cascade,
    datetime timestamp not null default ${NOW},
    arguments jsonb,
    constraint unique_name_arguments_per_session unique (name, session_id, arguments))`,
  "create index task_session on task (session_id)",
  "create index task_status on task (status)",
  ...linkTable("task_parent", ["task_id", "task"], ["parent_id", "task"]),
];

/** Makes the tables of datasets, their files, downloads and tasks. */
export async function createDataTables<T>(db: Kysely<T>): Promise<void> {
  await runStatements(db, [...CATALOGUE, ...DATASETS, ...DOWNLOADS, ...TASKS]);
}
