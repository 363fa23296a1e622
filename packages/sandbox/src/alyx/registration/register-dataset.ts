import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { refuseOwn } from "../rest/refusal.ts";
import { type DatasetKinds, kindOf } from "./dataset-kind.ts";
import { type DatasetPlace } from "./dataset-path.ts";
import { changeDefaultDataset, type DatasetOwner } from "./default-dataset.ts";
import { type FileToRegister, qcNumber } from "./register-request.ts";

/** A repository that a dataset is registered in. */
export interface TargetRepository {
  readonly id: string;
  readonly name: string;
  /** True if the file is there already. */
  readonly exists: boolean;
}

/** What all datasets of a request share. */
export interface Registration {
  readonly db: Kysely<Tables>;
  readonly now: string;
  readonly userId: string;
  readonly owner: DatasetOwner;
  readonly isDefault: boolean;
  readonly kinds: DatasetKinds;
  readonly repositories: readonly TargetRepository[];
}

async function ensureRevision({ db, now }: Registration, name: string): Promise<string | null> {
  if (name === "") return null;
  await db
    .insertInto("revision")
    .values({ name, created_datetime: now })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { id } = await db.selectFrom("revision").select("id").where("name", "=", name).executeTakeFirstOrThrow();
  return id;
}

/** What identifies a dataset. */
interface Identity {
  readonly place: DatasetPlace;
  readonly typeId: string;
  readonly formatId: string;
  readonly revisionId: string | null;
}

async function findDataset({ db, owner }: Registration, { place, typeId, formatId, revisionId }: Identity) {
  const same = db
    .selectFrom("dataset")
    .select(["id", "hash"])
    .where("collection", "=", place.collection)
    .where("name", "=", place.name)
    .where("dataset_type_id", "=", typeId)
    .where("data_format_id", "=", formatId)
    .where("revision_id", revisionId === null ? "is" : "=", revisionId);
  return await (owner.sessionId === undefined
    ? same.where("object_id", "=", owner.objectId).where("session_id", "is", null)
    : same.where("session_id", "=", owner.sessionId)
  ).executeTakeFirst();
}

async function refuseProtected({ db }: Registration, id: string): Promise<void> {
  const tag = await db
    .selectFrom("dataset_tag")
    .innerJoin("tag", "tag.id", "dataset_tag.tag_id")
    .select("tag.id")
    .where("dataset_tag.dataset_id", "=", id)
    .where("tag.protected", "=", true)
    .executeTakeFirst();
  if (tag !== undefined) throw refuseOwn(403, `Dataset ${id} is protected, cannot patch`);
}

/** Registers a dataset in every repository; one that is there already keeps its state unless the file has changed. */
async function registerFiles(
  { db, repositories }: Registration,
  { id, relativePath, isPatched }: { id: string; relativePath: string; isPatched: boolean },
): Promise<void> {
  if (!/^[a-zA-Z0-9_][^\\:]+$/.test(relativePath)) {
    throw refuseOwn(400, `Invalid file record "${relativePath}": {'relative_path': ['Invalid path']}`);
  }
  for (const repository of repositories) {
    const made = await db
      .insertInto("file_record")
      .values({
        dataset_id: id,
        data_repository_id: repository.id,
        relative_path: relativePath,
        exists: repository.exists,
      })
      .onConflict((conflict) => conflict.columns(["data_repository_id", "relative_path"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made !== undefined) continue;
    const old = await db
      .selectFrom("file_record")
      .select(["id", "dataset_id"])
      .where("data_repository_id", "=", repository.id)
      .where("relative_path", "=", relativePath)
      .executeTakeFirstOrThrow();
    if (old.dataset_id !== id) {
      throw refuseOwn(
        400,
        `A file record for "${relativePath}" already exists on repository "${repository.name}" for a different dataset.`,
      );
    }
    if (isPatched) {
      await db
        .updateTable("file_record")
        .set({ exists: repository.exists, json: null })
        .where("id", "=", old.id)
        .execute();
    }
  }
}

/**
 * Registers one file: its dataset, new or changed, and where it is.
 *
 * @returns id of the dataset.
 * @throws Refusal with the original's words if it is protected, or what is said of it is wrong.
 * @see Source: `_create_dataset_file_records` in Alyx, `data/transfers.py`.
 */
export async function registerDataset(
  registration: Registration,
  { place, file }: { place: DatasetPlace; file: FileToRegister },
): Promise<string> {
  const { db, owner, now, userId, isDefault } = registration;
  const { typeId, formatId } = kindOf(place.name, registration.kinds);
  const revisionId = await ensureRevision(registration, place.revision);
  if (isDefault) await changeDefaultDataset(db, { ...owner, collection: place.collection, name: place.name });
  const old = await findDataset(registration, { place, typeId, formatId, revisionId });
  const qc = qcNumber(file.qc, place.relativePath);
  if (old !== undefined) await refuseProtected(registration, old.id);
  // A file without a hash, or with the first one, may be another file.
  const isPatched = file.hash === "" || old === undefined || old.hash !== file.hash;
  const said = {
    created_by_id: userId,
    default_dataset: isDefault,
    qc,
    auto_datetime: now,
    ...(file.version === "" ? {} : { version: file.version }),
    ...(file.hash === "" ? {} : { hash: file.hash }),
    ...(file.sizeBytes === undefined ? {} : { file_size: file.sizeBytes }),
  };
  const id = old?.id ?? (await insertDataset(registration, { place, typeId, formatId, revisionId }, said));
  if (old !== undefined) await db.updateTable("dataset").set(said).where("id", "=", id).execute();
  await registerFiles(registration, { id, relativePath: place.relativePath, isPatched });
  return id;
}

async function insertDataset(
  { db, owner, now }: Registration,
  { place, typeId, formatId, revisionId }: Identity,
  said: object,
): Promise<string> {
  const { id } = await db
    .insertInto("dataset")
    .values({
      name: place.name,
      collection: place.collection,
      session_id: owner.sessionId ?? null,
      object_id: owner.objectId ?? null,
      content_type_id: owner.contentTypeId ?? null,
      dataset_type_id: typeId,
      data_format_id: formatId,
      revision_id: revisionId,
      created_datetime: now,
      ...said,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
