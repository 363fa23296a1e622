import { sql } from "kysely";
import { columnOf } from "../query/sql-row.ts";
import { findContentType } from "../registration/content-type.ts";
import { type RecordField } from "../resource/resource.ts";
import { failAs } from "../rest/refusal.ts";
import { checkImage } from "./image-file.ts";

/** Kind of record that a note is on: taken as `model` or `app.model`, served as `app.model`. */
export const CONTENT_TYPE_FIELD: RecordField = {
  read: ({ row }) => sql`(select kind.app_label || '.' || kind.model from content_type kind
    where kind.id = ${columnOf(row, "content_type_id")})`,
  write: {
    isRequired: true,
    take: async (value, { db }) => {
      const type = await findContentType(db, String(value));
      if (type === undefined) throw failAs("ContentType matching query does not exist.");
      return { columns: { content_type_id: type.id } };
    },
  },
  schema: { type: "string", title: "Python model class name" },
};

/** Image of a note: taken as a file, served as its address, null without one. */
export const IMAGE_FIELD: RecordField = {
  read: ({ row }, { origin }) => sql`case when ${columnOf(row, "image")} = '' then null
    else ${`${origin}/uploaded/`}::text || uri_path(${columnOf(row, "image")}) end`,
  write: {
    isRequired: false,
    take: async (value) => {
      if (value === null) return { errors: ["This field may not be null."] };
      const image = await checkImage(value);
      return "error" in image ? { errors: [image.error] } : { columns: { image } };
    },
  },
  schema: { type: "string", format: "uri" },
};
