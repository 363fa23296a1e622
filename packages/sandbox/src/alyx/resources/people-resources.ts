import { sql } from "kysely";
import { fieldOf, modelNamed } from "../model/models.ts";
import { type ModelRow } from "../query/condition.ts";
import { columnOf, type Sql } from "../query/sql-row.ts";
import { djangoFilter, exactFilters, textFilter, yesNoFilter } from "../resource/list-filters.ts";
import {
  column,
  computed,
  fieldsOf,
  ownAddress,
  type RecordFieldDraft,
  records,
  related,
  relatedList,
  relatedMany,
} from "../resource/record-fields.ts";
import { defineResource, type FieldWriter, type RecordFields, type Resource } from "../resource/resource.ts";
import { WATER_ADMINISTRATION_FIELDS, WEIGHING_FIELDS } from "./water-resources.ts";

/** The present in the server's zone. */
const NOW = sql`(now() at time zone 'utc')`;
const TODAY = sql`(now() at time zone 'utc')::date`;

/** Who sends the request, for a record that does not say. */
const currentUser =
  (columnName: string): FieldWriter["fallback"] =>
  ({ account }) => ({ columns: { [columnName]: account.id } });

const AGE_WEEKS = computed(
  ({ row }) =>
    sql`coalesce((coalesce(${columnOf(row, "death_date")}, ${TODAY}) - ${columnOf(row, "birth_date")}) / 7, 0)`,
);
const IS_ALIVE = computed(({ row }) => sql`coalesce(${columnOf(row, "death_date")} > ${TODAY}, true)`);

/** A value of the water account of a subject. */
const water = (name: string): RecordFieldDraft =>
  computed(({ row }) => sql`${sql.raw(name)}(${columnOf(row, "id")}, ${NOW})`);

/** Alleles with how many copies: as texts in lists, as records on a single subject. */
function genotype(row: ModelRow, value: (inner: ModelRow) => Sql): Sql {
  const field = fieldOf(modelNamed("Subject"), "zygosity");
  return field.kind === "reverse" ? relatedList(row, field, value) : sql`'[]'::json`;
}

const GENOTYPE_TEXTS = computed(
  (row) =>
    genotype(
      row,
      ({ row: inner }) => sql`${columnOf(inner, "allele")} || ' ' ||
      (array['-/-', '+/-', '+/+', '+'])[${columnOf(inner, "zygosity")} + 1]`,
    ),
  { type: "array", items: { type: "string" } },
);

const GENOTYPE_RECORDS = computed(
  (row) =>
    genotype(
      row,
      ({ row: inner }) => sql`json_build_object('allele', ${columnOf(inner, "allele")},
      'zygosity', ${columnOf(inner, "zygosity")})`,
    ),
  { type: "array", items: { type: "object" } },
);

const SESSION_PROJECTS = computed(
  ({ row }) => sql`(select coalesce(json_agg(distinct project.name), '[]') from session
    join session_project on session_project.session_id = session.id
    join project on project.id = session_project.project_id
    where session.subject_id = ${columnOf(row, "id")})`,
  { type: "array", items: { type: "string" } },
);

const subjectFields = (genotypeField: RecordFieldDraft): Record<string, RecordFieldDraft> => ({
  nickname: column(),
  url: ownAddress("subjects", "nickname"),
  id: column(),
  responsible_user: related("username", {
    nullable: false,
    required: false,
    fallback: currentUser("responsible_user_id"),
  }),
  birth_date: column(),
  age_weeks: AGE_WEEKS,
  death_date: column(),
  species: related("name", { fallback: undefined }),
  sex: column(),
  litter: related("name"),
  strain: related("name"),
  source: related("name"),
  line: related("name"),
  projects: relatedMany("name"),
  session_projects: SESSION_PROJECTS,
  lab: related("name"),
  genotype: genotypeField,
  description: column(),
  alive: IS_ALIVE,
  reference_weight: water("reference_weight_at"),
  last_water_restriction: computed(({ row }) => sql`iso_time(restricted_since(${columnOf(row, "id")}, ${NOW}))`),
  expected_water: water("expected_water_at"),
  remaining_water: computed(
    ({ row }) =>
      sql`expected_water_at(${columnOf(row, "id")}, ${NOW}) - given_water_at(${columnOf(row, "id")}, ${NOW})`,
  ),
  json: column(),
});

const SUBJECT_LIST: RecordFields = fieldsOf("Subject", subjectFields(GENOTYPE_TEXTS));
const SUBJECT_DETAIL: RecordFields = fieldsOf("Subject", {
  ...subjectFields(GENOTYPE_RECORDS),
  weighings: records(() => WEIGHING_FIELDS),
  water_administrations: records(() => WATER_ADMINISTRATION_FIELDS),
});

const isDead = ({ row }: ModelRow): Sql => sql`coalesce(${columnOf(row, "death_date")} <= ${TODAY}, false)`;

/** Endpoints of people, labs, projects and subjects. */
export const PEOPLE_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "subjects",
    model: "Subject",
    schemaName: "Subject",
    lookup: "nickname",
    list: SUBJECT_LIST,
    detail: SUBJECT_DETAIL,
    createdAs: "list",
    filters: {
      ...exactFilters("Subject", [
        ...[
          "id",
          "nickname",
          "birth_date",
          "death_date",
          "wean_date",
          "genotype_date",
          "reduced_date",
          "species",
          "sex",
        ],
        ...[
          "litter",
          "strain",
          "source",
          "line",
          "description",
          "cage",
          "ear_mark",
          "protocol_number",
          "adverse_effects",
        ],
        ...["actual_severity", "to_be_genotyped", "to_be_culled", "json", "projects"],
      ]),
      alive: yesNoFilter((row, wanted) => (wanted ? sql`not ${isDead(row)}` : isDead(row))),
      responsible_user: textFilter("responsible_user__username"),
      stock: yesNoFilter(
        ({ row }, wanted) => sql`${wanted} = exists (select 1 from lab_member manager
          where manager.id = ${columnOf(row, "responsible_user_id")} and manager.is_stock_manager)`,
      ),
      water_restricted: yesNoFilter(
        (row, wanted) => sql`(${wanted} = exists (select 1 from water_restriction restriction
          where restriction.subject_id = ${columnOf(row.row, "id")} and restriction.end_time is null)
          and not ${isDead(row)})`,
      ),
      lab: textFilter("lab__name"),
      project: textFilter("projects__name"),
      django: djangoFilter,
    },
    hooks: {
      complete: async (columns, { db, id }) => {
        if (id !== undefined || "species_id" in columns) return columns;
        const mouse = await db
          .selectFrom("species")
          .select("id")
          .where("name", "=", "Laboratory mouse")
          .executeTakeFirst();
        return { ...columns, species_id: mouse?.id ?? null };
      },
    },
  }),
  defineResource({
    path: "projects",
    model: "Project",
    schemaName: "Project",
    lookup: "name",
    detail: fieldsOf("Project", {
      name: column(),
      description: column(),
      users: relatedMany("username", { fallback: ({ account }) => ({ links: { users: [account.id] } }) }),
    }),
  }),
  defineResource({
    path: "labs",
    model: "Lab",
    schemaName: "Lab",
    lookup: "name",
    detail: fieldsOf("Lab", {
      name: column(),
      institution: column(),
      address: column(),
      timezone: column(),
      repositories: relatedMany("name"),
      reference_weight_pct: column(),
      zscore_weight_pct: column(),
      json: column(),
    }),
    filters: {
      ...exactFilters("Lab", [
        ...["id", "name", "institution", "address", "timezone", "reference_weight_pct", "zscore_weight_pct"],
        ...["cage_cleaning_frequency_days", "light_cycle", "repositories"],
      ]),
      django: djangoFilter,
    },
  }),
  defineResource({
    path: "locations",
    model: "LabLocation",
    schemaName: "LabLocation",
    lookup: "name",
    actions: ["list", "read", "update", "partial_update"],
    detail: fieldsOf("LabLocation", {
      name: column(),
      lab: related("name", { nullable: false, required: false }),
      json: column(),
    }),
  }),
  defineResource({
    path: "users",
    model: "LabMember",
    schemaName: "User",
    lookup: "username",
    detail: fieldsOf("LabMember", {
      id: column(),
      username: column(),
      email: column(),
      subjects_responsible: relatedMany("nickname", { required: true }),
      lab: computed(
        ({ row }) => sql`(select coalesce(json_agg(distinct lab.name), '[]') from lab_membership membership
          join lab on lab.id = membership.lab_id where membership.user_id = ${columnOf(row, "id")}
          and membership.start_date <= ${TODAY} and coalesce(membership.end_date >= ${TODAY}, true))`,
        { type: "array", items: { type: "string" } },
      ),
      allowed_users: relatedMany("username", { required: true }),
      is_stock_manager: column(),
    }),
    filters: {
      ...exactFilters("LabMember", [
        ...["id", "username", "email", "first_name", "last_name", "is_active", "is_staff", "is_superuser"],
        ...["is_stock_manager", "is_public_user", "date_joined", "last_login", "allowed_users"],
      ]),
      django: djangoFilter,
    },
  }),
];
