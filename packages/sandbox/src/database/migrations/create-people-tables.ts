import { type Kysely } from "kysely";
import { linkTable, runStatements } from "../run-statements.ts";

/** Times as the server writes them: ISO 8601 with a `T`, with six digits of the second or none. */
const ISO_TIME = `create function iso_time(moment timestamp) returns text language sql immutable parallel safe as $$
  select to_char(moment, case when date_trunc('second', moment) = moment
    then 'YYYY-MM-DD"T"HH24:MI:SS' else 'YYYY-MM-DD"T"HH24:MI:SS.US' end)
$$`;

/** A path as it stands in an address: everything but unreserved characters and slashes as the bytes of its UTF-8. */
const URI_PATH = `create function uri_path(path text) returns text language sql immutable parallel safe as $$
  select coalesce(string_agg(
    case when letter ~ '^[A-Za-z0-9_.~/!*()''-]$' then letter
    else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\\1', 'g') end, '' order by place), '')
  from regexp_split_to_table(path, '') with ordinality as letters(letter, place)
$$`;

const ID = "id uuid primary key default gen_random_uuid()";
const NAMED = `${ID}, name text not null unique, json jsonb`;

const TABLES: readonly string[] = [
  `create table lab_member (
    ${ID},
    username text not null unique,
    password text not null default '',
    email text not null default '',
    first_name text not null default '',
    last_name text not null default '',
    is_active boolean not null default true,
    is_staff boolean not null default false,
    is_superuser boolean not null default false,
    is_stock_manager boolean not null default false,
    is_public_user boolean not null default false,
    token_generation integer not null default 0,
    date_joined timestamp not null default (now() at time zone 'utc'),
    last_login timestamp)`,
  `create table auth_token (
    digest text primary key,
    user_id uuid not null references lab_member on delete cascade,
    created timestamp not null default (now() at time zone 'utc'))`,
  "create index auth_token_user on auth_token (user_id)",
  `create table lab_member_allowed_user (
    lab_member_id uuid not null references lab_member on delete cascade,
    allowed_user_id uuid not null references lab_member on delete cascade,
    primary key (lab_member_id, allowed_user_id))`,
  `create table lab (
    ${NAMED},
    institution text not null default '',
    address text not null default '',
    timezone text not null default 'UTC',
    reference_weight_pct double precision not null default 0,
    zscore_weight_pct double precision not null default 0,
    cage_cleaning_frequency_days integer,
    light_cycle integer)`,
  `create table lab_membership (
    ${ID}, json jsonb,
    user_id uuid not null references lab_member on delete cascade,
    lab_id uuid not null references lab on delete cascade,
    role text not null default '',
    start_date date,
    end_date date)`,
  "create index lab_membership_user on lab_membership (user_id)",
  `create table lab_location (
    ${NAMED},
    lab_id uuid references lab on delete cascade)`,
  `create table project (
    ${NAMED},
    description text not null default '')`,
  ...linkTable("project_member", ["project_id", "project"], ["lab_member_id", "lab_member"]),
  ...["species", "strain", "source", "line", "litter"].map((table) => `create table ${table} (${NAMED})`),
  `create table subject (
    ${ID}, json jsonb,
    nickname text not null,
    lab_id uuid not null references lab on delete cascade,
    responsible_user_id uuid references lab_member on delete set null,
    ${["species", "strain", "source", "line", "litter"]
      .map((table) => `${table}_id uuid references ${table} on delete set null`)
      .join(", ")},
    birth_date date, death_date date, wean_date date, genotype_date date, reduced_date date,
    sex text not null default 'U',
    cage text,
    ear_mark text not null default '',
    protocol_number text not null default '3',
    description text not null default '',
    adverse_effects text not null default '',
    actual_severity integer,
    to_be_genotyped boolean not null default false,
    to_be_culled boolean not null default false,
    unique (nickname, lab_id),
    unique (nickname, responsible_user_id))`,
  "create index subject_lab on subject (lab_id)",
  "create index subject_responsible on subject (responsible_user_id)",
  "create index subject_upper_nickname on subject (upper(nickname))",
  ...linkTable("subject_project", ["subject_id", "subject"], ["project_id", "project"]),
  `create table zygosity (
    ${ID},
    subject_id uuid not null references subject on delete cascade,
    allele text not null,
    zygosity integer not null check (zygosity between 0 and 3),
    unique (subject_id, allele))`,
];

/** Makes the tables of people, labs, projects and subjects. */
export async function createPeopleTables<T>(db: Kysely<T>): Promise<void> {
  await runStatements(db, [ISO_TIME, URI_PATH, ...TABLES]);
}
