import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";

/** What a dataset belongs to: a session, or another record. */
export type DatasetOwner =
  | { readonly sessionId: string; readonly objectId?: undefined; readonly contentTypeId?: undefined }
  | { readonly sessionId?: undefined; readonly objectId: string; readonly contentTypeId: number };

/** A dataset up to its revision. */
export type DatasetKey = DatasetOwner & { readonly collection: string; readonly name: string };

/** Makes no revision of a dataset the default, so that another one can be. */
export async function changeDefaultDataset(db: Kysely<Tables>, key: DatasetKey): Promise<void> {
  const { collection, name, sessionId, objectId } = key;
  const revisions = db
    .updateTable("dataset")
    .set({ default_dataset: false })
    .where("collection", "=", collection)
    .where("name", "=", name)
    .where("default_dataset", "=", true);
  await (sessionId === undefined
    ? revisions.where("object_id", "=", objectId).where("session_id", "is", null)
    : revisions.where("session_id", "=", sessionId)
  ).execute();
}
