import { type Kysely, sql } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { refuseOwn } from "../rest/refusal.ts";
import { type DatasetKey } from "./default-dataset.ts";

/** Which revisions of a dataset are protected, the newest first and the one without a revision last. */
export type RevisionStates = readonly Readonly<Record<string, boolean>>[];

/** What the answer to a protected file says of each file. */
export interface FileStates {
  readonly file: string;
  readonly states: RevisionStates;
}

const isProtected = sql<boolean>`exists (select 1 from dataset_tag label join tag on tag.id = label.tag_id
  where label.dataset_id = dataset.id and tag.protected)`;

/** The revisions of a dataset with their protection; empty for one that is not registered yet. */
export async function revisionStates(db: Kysely<Tables>, key: DatasetKey): Promise<RevisionStates> {
  const { collection, name, sessionId, objectId } = key;
  const revisions = db
    .selectFrom("dataset")
    .leftJoin("revision", "revision.id", "dataset.revision_id")
    .select(["revision.name", isProtected.as("is_protected")])
    .where("dataset.collection", "=", collection)
    .where("dataset.name", "=", name)
    .orderBy(sql`revision.created_datetime desc nulls last`);
  const rows = await (sessionId === undefined
    ? revisions.where("dataset.object_id", "=", objectId).where("dataset.session_id", "is", null)
    : revisions.where("dataset.session_id", "=", sessionId)
  ).execute();
  return rows.map((row) => ({ [row.name ?? ""]: row.is_protected }));
}

/** True if any revision of any file is protected. */
export const anyProtected = (files: readonly FileStates[]): boolean =>
  files.some(({ states }) => states.some((state) => Object.values(state).includes(true)));

/** What is answered when a file is protected. */
export const protectedBody = (files: readonly FileStates[]): Readonly<Record<string, unknown>> => ({
  status_code: 403,
  error: "One or more datasets is protected",
  details: files.map(({ file, states }) => ({ [file]: states })),
});

/**
 * Refuses to delete a dataset that a tag protects.
 *
 * @throws Refusal 403 with the names of the tags.
 */
export async function refuseProtectedDelete(db: Kysely<Tables>, datasetId: string): Promise<void> {
  const tags = await db
    .selectFrom("dataset")
    .innerJoin("dataset_tag", "dataset_tag.dataset_id", "dataset.id")
    .innerJoin("tag", "tag.id", "dataset_tag.tag_id")
    .select(["dataset.name as dataset", "tag.name as tag"])
    .where("dataset.id", "=", datasetId)
    .where("tag.protected", "=", true)
    .orderBy("tag.name")
    .execute();
  const [first] = tags;
  if (first === undefined) return;
  const names = tags.map(({ tag }) => `"${tag}"`).join(", ");
  throw refuseOwn(403, `Failed to delete dataset ${first.dataset} due to protected tag(s) ${names}`);
}
