import { CONTENT_TYPE_FIELD, IMAGE_FIELD } from "../notes/note-fields.ts";
import { noteHooks } from "../notes/note-hooks.ts";
import { djangoFilter } from "../resource/list-filters.ts";
import { column, fieldsOf, related } from "../resource/record-fields.ts";
import { defineResource, type RecordFields, type Resource } from "../resource/resource.ts";

/** A note as it is served, also within sessions. */
export const NOTE_FIELDS: RecordFields = {
  ...fieldsOf("Note", { id: column(), user: related("username"), date_time: column() }),
  content_type: CONTENT_TYPE_FIELD,
  ...fieldsOf("Note", { object_id: column(), text: column() }),
  image: IMAGE_FIELD,
  ...fieldsOf("Note", { json: column() }),
};

/** Endpoint of notes, with their images in a folder. */
export const noteResource = (server: Parameters<typeof noteHooks>[0]): Resource =>
  defineResource({
    path: "notes",
    model: "Note",
    schemaName: "Note",
    detail: NOTE_FIELDS,
    filters: { django: djangoFilter },
    hooks: noteHooks(server),
  });
