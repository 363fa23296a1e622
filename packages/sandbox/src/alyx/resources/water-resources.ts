import { sql } from "kysely";
import { columnOf } from "../query/sql-row.ts";
import {
  dateRangeFilter,
  djangoFilter,
  exactFilters,
  jsonFilter,
  textFilter,
  usersFilter,
} from "../resource/list-filters.ts";
import { column, fieldsOf, ownAddress, related, relatedMany } from "../resource/record-fields.ts";
import { defineResource, type ListFilter, type RecordFields, type Resource } from "../resource/resource.ts";

/** Filters that sessions, operations, weighings and water have in common. */
const ACTION_FILTERS: Readonly<Record<string, ListFilter>> = {
  subject: textFilter("subject__nickname", "iexact"),
  nickname: textFilter("subject__nickname", "iexact"),
  json: jsonFilter("json"),
  django: djangoFilter,
};

/** Filters of what happens in a place over a time, done by people. */
export const PERIOD_FILTERS: Readonly<Record<string, ListFilter>> = {
  ...ACTION_FILTERS,
  users: usersFilter,
  date_range: dateRangeFilter("start_time"),
  lab: textFilter("lab__name", "iexact"),
  location: textFilter("location__name", "icontains"),
};

const sender = ({ account }: { account: { id: string } }): { columns: Record<string, unknown> } => ({
  columns: { user_id: account.id },
});

/** A weighing as it is served, also within subjects. */
export const WEIGHING_FIELDS: RecordFields = fieldsOf("Weighing", {
  subject: related("nickname"),
  date_time: column(),
  weight: column(),
  user: related("username", { nullable: false, required: false, fallback: sender }),
  url: ownAddress("weighings"),
});

/** Water given as it is served, also within subjects. */
export const WATER_ADMINISTRATION_FIELDS: RecordFields = fieldsOf("WaterAdministration", {
  subject: related("nickname"),
  date_time: column(),
  water_administered: column(),
  water_type: related("name", { nullable: false, required: false }),
  user: related("username", { nullable: false, required: false, fallback: sender }),
  url: ownAddress("water-administrations"),
  session: related("id", { nullable: false, required: false }),
  adlib: column(),
});

/** Endpoints of weights, water and operations. */
export const WATER_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "weighings",
    model: "Weighing",
    schemaName: "WeighingDetail",
    actions: ["list", "create", "read", "delete"],
    detail: WEIGHING_FIELDS,
    filters: {
      ...exactFilters("Weighing", ["id", "name", "date_time", "weight"]),
      ...ACTION_FILTERS,
      user: textFilter("user__username"),
      date_range: dateRangeFilter("date_time"),
      lab: textFilter("subject__lab__name", "iexact"),
    },
  }),
  defineResource({
    path: "water-administrations",
    model: "WaterAdministration",
    schemaName: "WaterAdministrationDetail",
    detail: WATER_ADMINISTRATION_FIELDS,
    filters: {
      ...exactFilters("WaterAdministration", [
        "id",
        "name",
        "date_time",
        "water_administered",
        "session",
        "water_type",
        "adlib",
      ]),
      ...ACTION_FILTERS,
      user: textFilter("user__username"),
      date_range: dateRangeFilter("date_time"),
      lab: textFilter("subject__lab__name", "iexact"),
    },
  }),
  defineResource({
    path: "water-type",
    model: "WaterType",
    schemaName: "WaterTypeDetail",
    lookup: "name",
    actions: ["list", "create", "read"],
    detail: fieldsOf("WaterType", { url: ownAddress("water-type", "name"), json: column(), name: column() }),
  }),
  defineResource({
    path: "water-restriction",
    model: "WaterRestriction",
    schemaName: "WaterRestrictionList",
    actions: ["list"],
    detail: fieldsOf("WaterRestriction", {
      subject: related("nickname", { readOnly: true }),
      start_time: column(),
      end_time: column(),
      water_type: related("name", { readOnly: true }),
      reference_weight: column(),
    }),
    filters: {
      ...exactFilters("WaterRestriction", [
        "id",
        "name",
        "narrative",
        "start_time",
        "end_time",
        "reference_weight",
        "water_type",
        "procedures",
      ]),
      ...PERIOD_FILTERS,
    },
  }),
  defineResource({
    path: "surgeries",
    model: "Surgery",
    schemaName: "Surgery",
    actions: ["list", "read", "update", "partial_update"],
    detail: fieldsOf("Surgery", {
      id: column(),
      subject: related("nickname"),
      name: column(),
      json: column(),
      narrative: column(),
      start_time: column(),
      end_time: column(),
      outcome_type: column(),
      implant_weight: column(),
      lab: related("id"),
      location: related("id"),
      users: relatedMany("id"),
      procedures: relatedMany("id"),
    }),
    filters: {
      ...exactFilters("Surgery", [
        "id",
        "name",
        "narrative",
        "start_time",
        "end_time",
        "outcome_type",
        "implant_weight",
        "procedures",
      ]),
      ...PERIOD_FILTERS,
      procedure: (row, value) => sql`exists (select 1 from surgery_procedure pair
        join procedure_type kind on kind.id = pair.procedure_type_id
        where pair.surgery_id = ${columnOf(row.row, "id")} and kind.name = ${value})`,
    },
  }),
];
