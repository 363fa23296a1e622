import { sql } from "kysely";
import { fieldOf, modelNamed } from "../model/models.ts";
import { columnOf } from "../query/sql-row.ts";
import { type RecordFieldDraft } from "./record-fields.ts";
import { findOne } from "./take-relation.ts";

/** A reference served and taken as the address of the other record: `origin/path/id`. */
export const linked =
  (path: string): RecordFieldDraft =>
  (model, name) => {
    const field = fieldOf(modelNamed(model), name);
    if (field.kind !== "one") throw new TypeError(`${name} is no reference`);
    const { column, to, nullable = false } = field;
    return {
      read: (row, { origin }) => sql`${`${origin}/${path}/`}::text || ${columnOf(row.row, column)}`,
      write: {
        isRequired: !nullable,
        take: async (value, context) => {
          if (value === null || value === "") {
            return nullable ? { columns: { [column]: null } } : { errors: ["This field may not be null."] };
          }
          if (typeof value !== "string") return { errors: ["Incorrect type. Expected URL string."] };
          const id = new RegExp(`/${path}/([0-9a-f-]{36})$`).exec(value)?.[1];
          if (id === undefined) return { errors: ["Invalid hyperlink - No URL match."] };
          const found = await findOne(id, { to, by: "id" }, context);
          return "error" in found
            ? { errors: ["Invalid hyperlink - Object does not exist."] }
            : { columns: { [column]: found.id } };
        },
      },
      schema: { type: "string", format: "uri", ...(nullable ? { nullable } : {}) },
    };
  };
