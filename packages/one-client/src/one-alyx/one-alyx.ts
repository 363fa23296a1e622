import { type AlfValue, type FileReference, isUuidString } from "@neurophys/alf";
import { type AlfObject } from "@neurophys/alf/object";
import { type AggregateFilter, findAggregate } from "../alyx/aggregates.ts";
import { asDatasetRecord } from "../alyx/alyx-catalog.ts";
import { type QuestionOptions } from "../catalog/catalog.ts";
import { TableCatalog } from "../catalog/table-catalog.ts";
import { isOutage } from "../catalog/with-fallback.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { FilesMissingError } from "../errors.ts";
import { type DatasetRecord } from "../listing/records.ts";
import { type CheckOptions, checkFiles } from "../loading/check-files.ts";
import { type DatasetSpecifier } from "../loading/choose-dataset.ts";
import {
  type DatasetOptions,
  type DatasetsOptions,
  type DatasetWithRecord,
  type DownloadedDatasets,
  downloadDataset,
  downloadDatasetFromId,
  downloadDatasets,
  type LoadedDatasets,
  loadDataset,
  loadDatasetFromId,
  loadDatasets,
} from "../loading/load-dataset.ts";
import {
  type CollectionOptions,
  downloadCollection,
  downloadObject,
  loadCollection,
  loadObject,
  type ObjectOptions,
} from "../loading/load-object.ts";
import { type OpenedDataset, openDataset } from "../loading/open-dataset.ts";
import { readFile } from "../loading/read-values.ts";
import {
  type SaveCacheOptions,
  type SavedIds,
  type SaveLoadedIdsOptions,
  saveCache,
  saveLoadedIds,
} from "../one/cache-files.ts";
import { type OneContext } from "../one/one-context.ts";
import { recordsToTable } from "../tables/records-to-table.ts";
import { loadRemoteCache, type RemoteCacheOptions, type TableArchives } from "./load-remote-cache.ts";
import { type RemoteParts } from "./remote-base.ts";
import { RemoteTypes } from "./remote-types.ts";

/** Everything a {@link OneAlyx} is made of; `createOneAlyx` fills in what a caller leaves out. */
export interface OneAlyxParts extends RemoteParts {
  /** Brings tables that the database hands out. */
  readonly archives: TableArchives | undefined;
  /** Version of ONE's tables that can be read. */
  readonly apiVersion: string;
}

/**
 * Search, list, download and load the sessions of an Alyx database.
 *
 * Every method of `One` is here too, and asks the database first; the files that loading needs come to the cache folder,
 * each whole and verified, or where there is no folder are read from their server. Make it with `createOneAlyx`, or in
 * Node.js with `openOneAlyx` of the `node` entry. Errors are those of `One`, of the database (`alyx/…`) and of transfers
 * (`transfer/…`).
 *
 * @see Source: class `OneAlyx` in ONE, `one/api.py`; the README tells which of its names is which here.
 */
export class OneAlyx extends RemoteTypes {
  readonly #parts: OneAlyxParts;

  /** @param parts - Complete: nothing has a default here. */
  constructor(parts: OneAlyxParts) {
    super(parts);
    this.#parts = parts;
  }

  /**
   * Read the tables at hand and, unless they are as new, those that the database hands out.
   *
   * @returns When they were read; `undefined` if there are none.
   * @throws NoTableFilesError (`one/no-table-files`) if nothing to bring and read them with was handed in.
   * @throws AlyxTagError (`alyx/unknown-tag`) if the database has no tables of that release.
   * @throws errors of transfers and archives (`transfer/…`); the tables at hand then stay. In mode `"auto"`, an
   *   unreachable database is a warning.
   * @see Source: `OneAlyx.load_cache` in ONE, `one/api.py`.
   */
  override async loadCache(options: RemoteCacheOptions = {}): Promise<Date | undefined> {
    if (this.offline) return super.loadCache(options);
    const { archives, apiVersion, onWarning } = this.#parts;
    try {
      return await loadRemoteCache({ state: this.state, alyx: this.alyx, archives, apiVersion }, options);
    } catch (error) {
      if (this.mode !== "auto" || !isOutage(error)) throw error;
      const message = `${this.alyx.baseUrl} cannot be reached: the cache tables are those at hand`;
      onWarning({ code: "one/offline", category: "RuntimeWarning", message });
      return this.state.cache.loadedTime;
    }
  }

  /**
   * Bring the tables that the database hands out, whether or not those at hand are as new; offline, read these anew.
   *
   * @throws as {@link OneAlyx.loadCache}.
   * @see Source: `One.refresh_cache` in ONE 2, `one/api.py`, with `mode='refresh'`.
   */
  override async refreshCache({ signal }: QuestionOptions = {}): Promise<Date | undefined> {
    return this.loadCache({ clobber: true, signal });
  }

  /** As `One.saveCache`, with the rows of all answers. */
  override async saveCache(options: SaveCacheOptions = {}): Promise<boolean> {
    await this.updateTables();
    return saveCache(this.state, options);
  }

  /** As `One.saveLoadedIds`. */
  override async saveLoadedIds(options: SaveLoadedIdsOptions = {}): Promise<SavedIds> {
    await this.updateTables();
    return saveLoadedIds(this.state, options);
  }

  /** As `One.loadObject`; missing files are downloaded. @throws AlyxSessionNotFoundError (`alyx/session-not-found`). */
  override async loadObject(id: SessionId, object: string, options: ObjectOptions = {}): Promise<AlfObject> {
    return this.#within(id, options, (context, of) => loadObject(context, of, { object, options }));
  }

  /** As `One.downloadObject`; missing files are downloaded. */
  override async downloadObject(id: SessionId, object: string, options: ObjectOptions = {}): Promise<FileReference[]> {
    return this.#within(id, options, (context, of) => downloadObject(context, of, { object, options }));
  }

  /** As `One.loadDataset`; a missing file is downloaded. */
  override async loadDataset(
    id: SessionId,
    dataset: DatasetSpecifier,
    options: DatasetOptions = {},
  ): Promise<AlfValue> {
    return this.#within(id, options, (context, of) => loadDataset(context, of, { dataset, options }));
  }

  /** As `One.downloadDataset`; a missing file is downloaded. */
  override async downloadDataset(
    id: SessionId,
    dataset: DatasetSpecifier,
    options: DatasetOptions = {},
  ): Promise<FileReference> {
    return this.#within(id, options, (context, of) => downloadDataset(context, of, { dataset, options }));
  }

  /** As `One.openDataset`; what is not in the cache folder is read at its server, and not downloaded. */
  override async openDataset(
    id: SessionId,
    dataset: DatasetSpecifier,
    options: DatasetOptions = {},
  ): Promise<OpenedDataset> {
    return this.#within(id, options, (context, of) => openDataset(context, of, { dataset, options }));
  }

  /** As `One.loadDatasets`; missing files are downloaded. */
  override async loadDatasets(
    id: SessionId,
    datasets: readonly (DatasetSpecifier | DatasetRecord)[],
    options: DatasetsOptions = {},
  ): Promise<LoadedDatasets> {
    return this.#within(id, options, (context, of) => loadDatasets(context, of, { datasets, options }));
  }

  /** As `One.downloadDatasets`; missing files are downloaded. */
  override async downloadDatasets(
    id: SessionId,
    datasets: readonly (DatasetSpecifier | DatasetRecord)[],
    options: DatasetsOptions = {},
  ): Promise<DownloadedDatasets> {
    return this.#within(id, options, (context, of) => downloadDatasets(context, of, { datasets, options }));
  }

  /** As `One.loadDatasetFromId`; a dataset that the tables do not have is looked for in the database (O23). */
  override async loadDatasetFromId(id: string, options: CheckOptions = {}): Promise<DatasetWithRecord<AlfValue>> {
    return loadDatasetFromId(await this.#datasetScope(id, options), id, options);
  }

  /** As `One.downloadDatasetFromId`; a dataset that the tables do not have is looked for in the database (O23). */
  override async downloadDatasetFromId(
    id: string,
    options: CheckOptions = {},
  ): Promise<DatasetWithRecord<FileReference>> {
    return downloadDatasetFromId(await this.#datasetScope(id, options), id, options);
  }

  /** As `One.loadCollection`; missing files are downloaded. */
  override async loadCollection(
    id: SessionId,
    collection: string,
    options: CollectionOptions = {},
  ): Promise<ReadonlyMap<string, AlfObject>> {
    return this.#within(id, options, (context, of) => loadCollection(context, of, { collection, options }));
  }

  /** As `One.downloadCollection`; missing files are downloaded. */
  override async downloadCollection(
    id: SessionId,
    collection: string,
    options: CollectionOptions = {},
  ): Promise<FileReference[]> {
    return this.#within(id, options, (context, of) => downloadCollection(context, of, { collection, options }));
  }

  /**
   * A dataset made over one thing of a relation, e.g. all trials of a subject.
   *
   * @param relation - In any case: `"subjects"`, `"tags"` …
   * @param filter - Which one; its `dataset` may be a name of two parts: any extension will do then.
   * @throws AlyxDatasetNotFoundError (`alyx/dataset-not-found`) if there is none; errors of ALF filters if there are several.
   * @throws FilesMissingError (`one/files-missing`) if its file is nowhere.
   * @see Source: `OneAlyx.load_aggregate` in ONE, `one/api.py`.
   */
  async loadAggregate(relation: string, filter: AggregateFilter & CheckOptions): Promise<AlfValue> {
    const { context, file } = await this.#aggregate(relation, filter);
    return readFile(context, file, filter.signal);
  }

  /** The file of an aggregate; throws as {@link OneAlyx.loadAggregate}. */
  async downloadAggregate(relation: string, filter: AggregateFilter & CheckOptions): Promise<FileReference> {
    return (await this.#aggregate(relation, filter)).file;
  }

  async #within<T>(
    id: SessionId,
    options: QuestionOptions,
    load: (context: OneContext, id: SessionId) => Promise<T>,
  ): Promise<T> {
    const scope = await this.scope(id, options);
    return load(scope.context, scope.id);
  }

  async #aggregate(
    relation: string,
    filter: AggregateFilter & CheckOptions,
  ): Promise<{ readonly context: OneContext; readonly file: FileReference }> {
    this.needDatabase("Loading an aggregate");
    const { row, dataUrl } = await findAggregate(this.asking(filter), relation, filter);
    const record: DatasetRecord = { ...asDatasetRecord(row), session_path: "", data_url: dataUrl ?? null };
    const table = recordsToTable("datasets", [record]);
    const [file] = await checkFiles(this.context, { table, rows: [0] }, filter);
    if (file === undefined) throw new FilesMissingError([record.rel_path], this.cacheDir);
    return { context: this.context, file };
  }

  /** A context that has a dataset, if anything has it. */
  async #datasetScope(id: string, { signal }: QuestionOptions): Promise<OneContext> {
    await this.updateTables();
    if (!isUuidString(id)) return this.context;
    if (this.offline || (await new TableCatalog(this.context).findDataset(id)) !== undefined) return this.context;
    const record = await this.catalog.findDataset(id, { signal });
    if (record === undefined) return this.context;
    const session = record.eid === "" ? undefined : await this.catalog.findSession(record.eid, { signal });
    return this.scopeOf({ session, datasets: [record] });
  }
}
