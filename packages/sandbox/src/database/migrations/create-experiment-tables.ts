import { type Kysely } from "kysely";
import { linkTable, runStatements } from "../run-statements.ts";

const ID = "id uuid primary key default gen_random_uuid(), json jsonb";
const NOW = "(now() at time zone 'utc')";
const XYZ = "x double precision, y double precision, z double precision";

const PROBES: readonly string[] = [
  `create table brain_region (
    id integer primary key,
    acronym text not null unique,
    name text not null unique,
    parent_id integer references brain_region on delete cascade,
    description text)`,
  "create index brain_region_parent on brain_region (parent_id)",
  `create table coordinate_system (${ID}, name text not null unique, description text not null default '')`,
  `create table probe_model (
    ${ID},
    name text not null default '',
    probe_manufacturer text not null default '',
    probe_model text not null unique,
    description text)`,
  `create table chronic_insertion (
    ${ID},
    name text not null default '',
    subject_id uuid not null references subject on delete cascade,
    lab_id uuid references lab on delete set null,
    location_id uuid references lab_location on delete set null,
    narrative text not null default '',
    start_time timestamp default ${NOW},
    end_time timestamp,
    serial text not null default '',
    model_id uuid references probe_model on delete set null)`,
  "create index chronic_insertion_subject on chronic_insertion (subject_id)",
  `create table probe_insertion (
    ${ID},
    name text not null default '',
    session_id uuid references session on delete cascade,
    model_id uuid references probe_model on delete set null,
    chronic_insertion_id uuid references chronic_insertion on delete set null,
    serial text not null default '',
    auto_datetime timestamp not null default ${NOW},
    constraint unique_probe_insertion_name_per_session unique (name, session_id))`,
  "create index probe_insertion_session on probe_insertion (session_id)",
  ...linkTable("probe_insertion_dataset", ["probe_insertion_id", "probe_insertion"], ["dataset_id", "dataset"]),
];

const TRAJECTORIES: readonly string[] = [
  `create table trajectory_estimate (
    ${ID},
    probe_insertion_id uuid references probe_insertion on delete cascade,
    chronic_insertion_id uuid references chronic_insertion on delete cascade,
    coordinate_system_id uuid references coordinate_system on delete set null,
    ${XYZ},
    depth double precision, theta double precision, phi double precision, roll double precision,
    provenance integer not null default 10,
    datetime timestamp not null default ${NOW},
    constraint unique_trajectory_per_provenance unique (provenance, probe_insertion_id),
    constraint unique_trajectory_per_chronic_provenance unique (provenance, chronic_insertion_id))`,
  "create index trajectory_insertion on trajectory_estimate (probe_insertion_id)",
  `create table channel (
    ${ID},
    name text not null default '',
    trajectory_estimate_id uuid references trajectory_estimate on delete cascade,
    brain_region_id integer default 0 references brain_region on delete set null,
    axial double precision, "lateral" double precision,
    ${XYZ},
    constraint unique_axial_lateral_trajectory_estimate unique (axial, "lateral", trajectory_estimate_id))`,
  "create index channel_trajectory on channel (trajectory_estimate_id)",
  "create index channel_region on channel (brain_region_id)",
];

const IMAGING: readonly string[] = [
  `create table imaging_type (${ID}, name text not null unique)`,
  `create table imaging_stack (${ID}, name text not null default '')`,
  `create table field_of_view (
    ${ID},
    name text not null default '',
    session_id uuid not null references session on delete cascade,
    imaging_type_id uuid not null references imaging_type on delete cascade,
    stack_id uuid references imaging_stack on delete cascade,
    unique (session_id, name))`,
  ...linkTable("field_of_view_dataset", ["field_of_view_id", "field_of_view"], ["dataset_id", "dataset"]),
  `create table fov_location (
    ${ID},
    name text not null default '',
    field_of_view_id uuid not null references field_of_view on delete cascade,
    coordinate_system_id uuid references coordinate_system on delete set null,
    provenance text not null default 'E',
    x jsonb, y jsonb, z jsonb, n_xyz jsonb,
    default_provenance boolean not null default false,
    auto_datetime timestamp not null default ${NOW})`,
  "create index fov_location_field on fov_location (field_of_view_id)",
  ...linkTable("fov_location_region", ["fov_location_id", "fov_location"], ["brain_region_id", "brain_region"]),
];

/** Makes the tables of probes, trajectories, channels and fields of view. */
export async function createExperimentTables<T>(db: Kysely<T>): Promise<void> {
  await runStatements(db, [...PROBES, ...TRAJECTORIES, ...IMAGING]);
}
