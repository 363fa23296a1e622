import { join } from "node:path";
import { md5File } from "@neurophys/alf/io/node";
import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { type DatasetCatalog } from "./dataset-catalog.ts";
import { type FoundDataset, type FoundSession } from "./find-sessions.ts";
import { sessionPath } from "./register-session.ts";
import { stableId } from "./stable-id.ts";

/** Where the datasets belong. */
export interface DatasetOwner {
  readonly sessionId: string;
  readonly repositoryId: string;
  readonly labId: string;
  readonly lab: string;
}

/** What became of a session's files. */
export interface RegisteredDatasets {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Ids by path in the session. */
  readonly idOf: ReadonlyMap<string, string>;
}

/** Rows that one statement inserts: far from the 65,535 parameters that a statement can have. */
const ROWS = 500;

interface KnownDataset {
  readonly id: string;
  readonly path: string;
  readonly sizeBytes: number | null;
  readonly changedMs: number;
}

/**
 * Put the files of a session into the database: new ones are added, those that were changed since get their new size and
 * hash.
 */
export async function registerDatasets(
  db: Kysely<Tables>,
  {
    session,
    datasets,
    owner,
    catalog,
  }: {
    readonly session: FoundSession;
    readonly datasets: readonly FoundDataset[];
    readonly owner: DatasetOwner;
    readonly catalog: DatasetCatalog;
  },
): Promise<RegisteredDatasets> {
  const known = await knownDatasets(db, owner.sessionId);
  const idOf = new Map<string, string>();
  const fresh: FoundDataset[] = [];
  let changed = 0;
  for (const dataset of datasets) {
    const existing = known.get(dataset.path);
    if (existing === undefined) {
      fresh.push(dataset);
      idOf.set(dataset.path, stableId(`dataset ${owner.lab}/${sessionPath(session)}/${dataset.path}`));
      continue;
    }
    idOf.set(dataset.path, existing.id);
    if (existing.sizeBytes === dataset.sizeBytes && dataset.modifiedMs <= existing.changedMs) continue;
    const hash = await md5File(join(session.folder, dataset.path));
    const row = { file_size: dataset.sizeBytes, hash, auto_datetime: new Date().toISOString() };
    await db.updateTable("dataset").set(row).where("id", "=", existing.id).execute();
    changed++;
  }
  for (let start = 0; start < fresh.length; start += ROWS) {
    await insertDatasets(db, fresh.slice(start, start + ROWS), { session, owner, catalog, idOf });
  }
  if (fresh.length > 0) await chooseDefaults(db, owner.sessionId);
  return { added: fresh.length, changed, unchanged: datasets.length - fresh.length - changed, idOf };
}

async function knownDatasets(db: Kysely<Tables>, sessionId: string): Promise<ReadonlyMap<string, KnownDataset>> {
  const rows = await db
    .selectFrom("dataset")
    .leftJoin("revision", "revision.id", "dataset.revision_id")
    .select(["dataset.id", "dataset.name", "dataset.collection", "revision.name as revision"])
    .select(["dataset.file_size", "dataset.auto_datetime"])
    .where("dataset.session_id", "=", sessionId)
    .execute();
  return new Map(
    rows.map(({ id, name, collection, revision, file_size, auto_datetime }) => {
      const folders = [collection ?? "", revision === null ? "" : `#${revision}#`].filter((part) => part !== "");
      const path = [...folders, name].join("/");
      const changedMs = Date.parse(`${auto_datetime.replace(" ", "T")}Z`);
      return [path, { id, path, sizeBytes: file_size, changedMs }];
    }),
  );
}

async function insertDatasets(
  db: Kysely<Tables>,
  datasets: readonly FoundDataset[],
  {
    session,
    owner,
    catalog,
    idOf,
  }: {
    readonly session: FoundSession;
    readonly owner: DatasetOwner;
    readonly catalog: DatasetCatalog;
    readonly idOf: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const rows = [];
  for (const dataset of datasets) {
    const { typeId, formatId, revisionId } = await catalog.kindOf(dataset);
    rows.push({
      id: idOf.get(dataset.path)!,
      name: dataset.name,
      session_id: owner.sessionId,
      dataset_type_id: typeId,
      data_format_id: formatId,
      revision_id: revisionId,
      collection: dataset.collection,
      file_size: dataset.sizeBytes,
      hash: await md5File(join(session.folder, dataset.path)),
      created_datetime: new Date(dataset.modifiedMs).toISOString(),
      default_dataset: true,
    });
  }
  await db.insertInto("dataset").values(rows).execute();
  const files = datasets.map(({ path }) => ({
    dataset_id: idOf.get(path)!,
    data_repository_id: owner.repositoryId,
    relative_path: `${sessionPath(session)}/${path}`,
    exists: true,
  }));
  await db.insertInto("file_record").values(files).execute();
}

/** Of several versions of a dataset the last is the default. */
async function chooseDefaults(db: Kysely<Tables>, sessionId: string): Promise<void> {
  const rows = await db
    .selectFrom("dataset")
    .leftJoin("revision", "revision.id", "dataset.revision_id")
    .select([
      "dataset.id",
      "dataset.name",
      "dataset.collection",
      "dataset.default_dataset",
      "revision.name as revision",
    ])
    .where("dataset.session_id", "=", sessionId)
    .execute();
  const last = new Map<string, string>();
  const key = (row: { readonly collection: string; readonly name: string }) => `${row.collection}/${row.name}`;
  for (const row of rows) {
    const revision = row.revision ?? "";
    if (revision >= (last.get(key(row)) ?? "")) last.set(key(row), revision);
  }
  const wrong = rows.filter((row) => row.default_dataset !== ((row.revision ?? "") === last.get(key(row))));
  for (const { id, default_dataset } of wrong) {
    await db.updateTable("dataset").set({ default_dataset: !default_dataset }).where("id", "=", id).execute();
  }
}
