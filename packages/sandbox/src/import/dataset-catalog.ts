import { extname } from "node:path";
import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { findDatasetType, type TypePattern, typeName } from "./dataset-types.ts";
import { type FoundDataset } from "./find-sessions.ts";
import { stableId } from "./stable-id.ts";

/** What a dataset's row refers to, by id. */
export interface DatasetKind {
  readonly typeId: string;
  readonly formatId: string;
  readonly revisionId: string | null;
}

/**
 * The dataset types, formats and revisions of a database. What a file needs and is missing is made, so that every file
 * that is there can be served and found.
 */
export class DatasetCatalog {
  readonly #db: Kysely<Tables>;
  readonly #types: TypePattern[];
  readonly #formats: Map<string, string>;
  readonly #revisions: Map<string, string>;

  private constructor(db: Kysely<Tables>, types: TypePattern[], ids: readonly Map<string, string>[]) {
    this.#db = db;
    this.#types = types;
    [this.#formats, this.#revisions] = [ids[0] ?? new Map(), ids[1] ?? new Map()];
  }

  /** Read the catalogue of a database. */
  static async read(db: Kysely<Tables>): Promise<DatasetCatalog> {
    const types = await db
      .selectFrom("dataset_type")
      .select(["id", "name", "filename_pattern"])
      .orderBy("name")
      .execute();
    const formats = await db.selectFrom("data_format").select(["id", "file_extension"]).orderBy("name").execute();
    const revisions = await db.selectFrom("revision").select(["id", "name"]).execute();
    return new DatasetCatalog(db, types, [
      // of two formats with one extension the first by name
      new Map(formats.map(({ id, file_extension }) => [file_extension, id] as const).reverse()),
      new Map(revisions.map(({ id, name }) => [name, id])),
    ]);
  }

  /** What a dataset is; made where it is new. */
  async kindOf(dataset: FoundDataset): Promise<DatasetKind> {
    return {
      typeId: await this.#typeOf(dataset),
      formatId: await this.#formatOf(extname(dataset.name)),
      revisionId: dataset.revision === undefined ? null : await this.#revisionOf(dataset.revision),
    };
  }

  async #typeOf(dataset: FoundDataset): Promise<string> {
    const known = findDatasetType(this.#types, dataset);
    if (known !== undefined) return known.id;
    const name = typeName(dataset);
    const id = stableId(`dataset type ${name}`);
    await this.#db.insertInto("dataset_type").values({ id, name }).execute();
    this.#types.push({ id, name, filename_pattern: null });
    return id;
  }

  async #formatOf(extension: string): Promise<string> {
    const known = this.#formats.get(extension);
    if (known !== undefined) return known;
    const id = stableId(`data format ${extension}`);
    const name = extension.slice(1);
    await this.#db.insertInto("data_format").values({ id, name, file_extension: extension }).execute();
    this.#formats.set(extension, id);
    return id;
  }

  async #revisionOf(name: string): Promise<string> {
    const known = this.#revisions.get(name);
    if (known !== undefined) return known;
    const id = stableId(`revision ${name}`);
    await this.#db.insertInto("revision").values({ id, name }).execute();
    this.#revisions.set(name, id);
    return id;
  }
}
