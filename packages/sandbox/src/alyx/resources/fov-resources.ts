import { dayFilter, djangoFilter, exactFilters, idFilter, textFilter } from "../resource/list-filters.ts";
import { column, fieldsOf, type RecordFieldDraft, records, related, relatedMany } from "../resource/record-fields.ts";
import { defineResource, type RecordFields, type Resource } from "../resource/resource.ts";

const FOV_LOCATION: Readonly<Record<string, RecordFieldDraft>> = {
  id: column(),
  brain_region: relatedMany("id"),
  coordinate_system: related("name", { nullable: false, required: false }),
  provenance: column(),
  x: column(),
  y: column(),
  z: column(),
  n_xyz: column(),
};

const FOV_LOCATION_LIST: RecordFields = fieldsOf("FOVLocation", {
  ...FOV_LOCATION,
  default_provenance: column(),
  auto_datetime: column({ readOnly: true }),
});

/** A field of view as it is served, also within sessions. */
export const FOV_FIELDS: RecordFields = fieldsOf("FOV", {
  id: column(),
  imaging_type: related("name"),
  location: records(() => FOV_LOCATION_LIST),
  name: column(),
  json: column(),
  session: related("id"),
  stack: related("id"),
  datasets: relatedMany("id"),
});

/** Endpoints of fields of view and where they are. */
export const FOV_RESOURCES: readonly Resource[] = [
  defineResource({
    path: "fields-of-view",
    model: "FOV",
    schemaName: "FOV",
    detail: FOV_FIELDS,
    filters: {
      ...exactFilters("FOV", ["id", "name", "stack"]),
      imaging_type: textFilter("imaging_type__name"),
      subject: textFilter("session__subject__nickname"),
      date: dayFilter("session__start_time"),
      experiment_number: textFilter("session__number"),
      session: idFilter("session", "session"),
      lab: textFilter("session__lab__name", "iexact"),
      project: textFilter("session__projects__name", "icontains"),
      django: djangoFilter,
    },
  }),
  defineResource({
    path: "fov-location",
    model: "FOVLocation",
    schemaName: "FOVLocation",
    list: FOV_LOCATION_LIST,
    detail: fieldsOf("FOVLocation", {
      ...FOV_LOCATION,
      json: column(),
      default_provenance: column(),
      auto_datetime: column({ readOnly: true }),
      field_of_view: related("id"),
    }),
    filters: {
      ...exactFilters("FOVLocation", [
        "id",
        "name",
        "provenance",
        "default_provenance",
        "field_of_view",
        "coordinate_system",
        "auto_datetime",
        "brain_region",
      ]),
      django: djangoFilter,
    },
  }),
];
