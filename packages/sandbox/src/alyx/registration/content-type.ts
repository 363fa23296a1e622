import { isUuidString } from "@neurophys/alf";
import { type Kysely, sql } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { type Model } from "../model/model.ts";
import { modelOfContentType } from "../model/models.ts";
import { failAs } from "../rest/refusal.ts";

/** A kind of record that something can be attached to. */
export interface ContentType {
  readonly id: number;
  readonly model: Model;
}

/**
 * The content type that a word names: `model` or `app.model`, in lower case; `undefined` if there is none.
 *
 * @throws Refusal with the original's words for a word with more than one dot.
 */
export async function findContentType(db: Kysely<Tables>, word: string): Promise<ContentType | undefined> {
  const parts = word.split(".");
  if (parts.length > 2) throw failAs("too many values to unpack (expected 2)");
  const [app, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  const named = db
    .selectFrom("content_type")
    .select(["id", "model"])
    .where("model", "=", name ?? "");
  const row = await (app === undefined ? named : named.where("app_label", "=", app)).executeTakeFirst();
  const model = row === undefined ? undefined : modelOfContentType(row.model);
  return row === undefined || model === undefined ? undefined : { id: row.id, model };
}

/** True if a model has a record with an id. */
export async function hasRecord(db: Kysely<Tables>, model: Model, id: string): Promise<boolean> {
  if (!isUuidString(id.toLowerCase()) && !/^[0-9a-f-]{36}$/i.test(id)) return false;
  const { rows } = await sql`select 1 from ${sql.table(model.table)} where id = cast(${id} as uuid)`.execute(db);
  return rows.length > 0;
}
