import { type AlfValue, type FileReference } from "@neurophys/alf";
import { type AlfObject } from "@neurophys/alf/object";
import { type Catalog } from "./catalog/catalog.ts";
import { TableCatalog } from "./catalog/table-catalog.ts";
import { type SessionId } from "./convert/to-eid.ts";
import { type DatasetRecord } from "./listing/records.ts";
import { type CheckOptions } from "./loading/check-files.ts";
import { type DatasetSpecifier } from "./loading/choose-dataset.ts";
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
} from "./loading/load-dataset.ts";
import {
  type CollectionOptions,
  downloadCollection,
  downloadObject,
  loadCollection,
  loadObject,
  type ObjectOptions,
} from "./loading/load-object.ts";
import { type OpenedDataset, openDataset } from "./loading/open-dataset.ts";
import {
  type CacheLocation,
  loadCache,
  type SaveCacheOptions,
  type SavedIds,
  type SaveLoadedIdsOptions,
  saveCache,
  saveLoadedIds,
} from "./one/cache-files.ts";
import { type OneParts, OneState } from "./one/one-state.ts";
import { SearchMixin } from "./search/search-mixin.ts";
import { type CacheTable } from "./tables/cache-table.ts";
import { type CacheTables } from "./tables/cache-tables.ts";

/**
 * Search, list and load the sessions of a folder of ALF files, by its cache tables.
 *
 * Make it with `createOne`, or in Node.js with `openOne` of the `node` entry. Errors are those of this package (`one/…`),
 * of ALF names (`alf/…`), of stores (`store/…`) and of the decoders (`npy/…`, `text/…`, `tables/…`).
 *
 * @see Source: class `One` in ONE, `one/api.py`; the README tells which of its names is which here.
 */
export class One extends SearchMixin {
  /** What changes while it is used. */
  protected readonly state: OneState;

  /** @param parts - Complete: nothing has a default here. */
  constructor(parts: OneParts) {
    const state = new OneState(parts);
    super(state.context);
    this.state = state;
  }

  /** True: no database is asked. */
  get offline(): boolean {
    return true;
  }

  /** What knows which sessions, datasets and insertions there are. */
  get catalog(): Catalog {
    return new TableCatalog(this.context);
  }

  /** Folder or URL that paths are made with. */
  get cacheDir(): string {
    return this.context.location;
  }

  /** Whether text means shell patterns; in searches, regular expressions. */
  get wildcards(): boolean {
    return this.context.wildcards;
  }

  /** Whether the names of dataset files hold their id. */
  get uuidFilenames(): boolean {
    return this.context.uuidFilenames;
  }

  /** Whether the ids of loaded datasets are remembered, for {@link One.saveLoadedIds}. */
  get recordLoaded(): boolean {
    return this.state.parts.recordLoaded;
  }

  /** The tables in memory, and when they were made, read, changed and written. */
  get cache(): CacheTables {
    return this.state.cache;
  }

  /** The tables in memory by name: `sessions`, `datasets` and whatever else there is. */
  get tables(): ReadonlyMap<string, CacheTable> {
    return this.state.cache.tables;
  }

  /**
   * Read the tables anew. What changed in memory and was not saved is lost.
   *
   * @returns When they were read; `undefined` if there are none, which is also warned about.
   * @throws NoTableFilesError (`one/no-table-files`) if nothing to read them with was handed in.
   * @throws UnreadableTableError or TableIndexError (`one/table-…`) if a file is no table; those in memory then stay.
   * @see Source: `One.load_cache` in ONE, `one/api.py`.
   */
  loadCache(options: CacheLocation = {}): Promise<Date | undefined> {
    return loadCache(this.state, options);
  }

  /**
   * Read the tables anew from where they usually are, see {@link One.loadCache}.
   *
   * @see Source: `One.refresh_cache` in ONE 2, `one/api.py`, with `mode='refresh'`.
   */
  refreshCache(): Promise<Date | undefined> {
    return loadCache(this.state, {});
  }

  /**
   * Write the tables if they changed, together with what other processes wrote meanwhile; afterwards these rows are in
   * memory too.
   *
   * @returns Whether anything was written.
   * @throws NoTableFilesError (`one/no-table-files`) if nothing to write them with was handed in.
   * @throws TableWriteError, TableLockError or FolderMissingError (`one/table-…`); no file is then half written.
   * @see Source: `One.save_cache` in ONE, `one/api.py`. There a table that only one side has is an error (O4).
   */
  saveCache(options: SaveCacheOptions = {}): Promise<boolean> {
    return saveCache(this.state, options);
  }

  /**
   * Write the ids of the datasets that were loaded so far, or of their sessions, to a CSV file beside the tables.
   *
   * @throws NoTableFilesError (`one/no-table-files`) if nothing to write with was handed in.
   * @see Source: `One.save_loaded_ids` in ONE, `one/api.py`.
   */
  saveLoadedIds(options: SaveLoadedIdsOptions = {}): Promise<SavedIds> {
    return saveLoadedIds(this.state, options);
  }

  /** Save the tables if the option `saveOnClose` says so. */
  async close(): Promise<void> {
    if (this.state.parts.saveOnClose) await this.saveCache();
  }

  /**
   * An object of a session, e.g. its `spikes`: all attributes, read several at once and put together.
   *
   * @param object - Name or shell pattern that fits one object.
   * @throws UnresolvedSessionError (`one/unresolved-session`) if no session of the tables is meant.
   * @throws AlfObjectNotFoundError (`alf/object-not-found`) if the session has no such object.
   * @throws AlfMultipleObjectsFoundError or AlfMultipleCollectionsFoundError (`alf/multiple-…`) if it has several; each
   *   lists them.
   * @throws FilesMissingError (`one/files-missing`) if none of the files is in the store.
   * @see Source: `One.load_object` in ONE, `one/api.py`.
   */
  loadObject(id: SessionId, object: string, options: ObjectOptions = {}): Promise<AlfObject> {
    return loadObject(this.context, id, { object, options });
  }

  /** The files of an object of a session that are in the store; throws as {@link One.loadObject}. */
  downloadObject(id: SessionId, object: string, options: ObjectOptions = {}): Promise<FileReference[]> {
    return downloadObject(this.context, id, { object, options });
  }

  /**
   * One dataset of a session.
   *
   * @returns An array, table, document …, see `kind`; a reference to the file if no decoder takes its extension;
   *   `undefined` if the file is empty.
   * @throws UnresolvedSessionError (`one/unresolved-session`) if no session of the tables is meant.
   * @throws DatasetNotFoundError (`one/dataset-not-found`) if the session has no such dataset; it shows near ones.
   * @throws AlfMultipleCollectionsFoundError or AlfMultipleObjectsFoundError (`alf/multiple-…`) if it has several; each
   *   lists them.
   * @throws DatasetSpecifierError (`one/invalid-specifiers`) if a path is given together with a collection or revision.
   * @throws FilesMissingError (`one/files-missing`) if the file is not in the store.
   * @see Source: `One.load_dataset` in ONE, `one/api.py`.
   */
  loadDataset(id: SessionId, dataset: DatasetSpecifier, options: DatasetOptions = {}): Promise<AlfValue> {
    return loadDataset(this.context, id, { dataset, options });
  }

  /** The file of one dataset of a session; throws as {@link One.loadDataset}. */
  downloadDataset(id: SessionId, dataset: DatasetSpecifier, options: DatasetOptions = {}): Promise<FileReference> {
    return downloadDataset(this.context, id, { dataset, options });
  }

  /**
   * Open one dataset of a session to read parts of it: rows of an array, columns of a table. Nothing is loaded whole.
   *
   * @throws as {@link One.loadDataset} if it is not one dataset, or nowhere to be found.
   * @throws NotReadableByPartsError (`one/not-readable-by-parts`) if it is neither an npy file nor a Parquet table.
   * @see Source: none in ONE; `numpy.load` with `mmap_mode` and `pyarrow` do it for files on a disk.
   */
  openDataset(id: SessionId, dataset: DatasetSpecifier, options: DatasetOptions = {}): Promise<OpenedDataset> {
    return openDataset(this.context, id, { dataset, options });
  }

  /**
   * Several datasets of a session and their records, in the order asked for; files are read several at once.
   *
   * As soon as one dataset is given by its path, all are: each must then be the exact path, revision included.
   *
   * @param datasets - File names, paths in the session, parts, or records of a listing.
   * @throws DatasetNotFoundError (`one/dataset-not-found`) or FilesMissingError (`one/files-missing`) if one is missing
   *   and `assertPresent`; each names all that are.
   * @throws DatasetSpecifierError (`one/invalid-specifiers`) if they exclude one another, or do not pair up with
   *   collections and revisions.
   * @throws AlfMultipleCollectionsFoundError, AlfMultipleObjectsFoundError (`alf/multiple-…`) as {@link One.loadDataset}.
   * @see Source: `One.load_datasets` in ONE, `one/api.py`.
   */
  loadDatasets(
    id: SessionId,
    datasets: readonly (DatasetSpecifier | DatasetRecord)[],
    options: DatasetsOptions = {},
  ): Promise<LoadedDatasets> {
    return loadDatasets(this.context, id, { datasets, options });
  }

  /** The files of several datasets of a session and their records; throws as {@link One.loadDatasets}. */
  downloadDatasets(
    id: SessionId,
    datasets: readonly (DatasetSpecifier | DatasetRecord)[],
    options: DatasetsOptions = {},
  ): Promise<DownloadedDatasets> {
    return downloadDatasets(this.context, id, { datasets, options });
  }

  /**
   * A dataset by its own id, and its record.
   *
   * @throws InvalidArgumentError (`alf/invalid-argument`) if the id is no UUID in canonical form.
   * @throws DatasetNotFoundError, DuplicateIdError, FilesMissingError (`one/…`) unless it is one dataset with a file.
   * @see Source: `One.load_dataset_from_id` in ONE, `one/api.py`, with `details=True`.
   */
  loadDatasetFromId(id: string, options: CheckOptions = {}): Promise<DatasetWithRecord<AlfValue>> {
    return loadDatasetFromId(this.context, id, options);
  }

  /** The file of a dataset by its own id, and its record; throws as {@link One.loadDatasetFromId}. */
  downloadDatasetFromId(id: string, options: CheckOptions = {}): Promise<DatasetWithRecord<FileReference>> {
    return downloadDatasetFromId(this.context, id, options);
  }

  /**
   * The objects of a collection, by name in table order.
   *
   * @param collection - Name or pattern; `""` is the session folder itself.
   * @throws CollectionNotFoundError (`one/collection-not-found`) if no dataset of the session lies in it.
   * @throws AlfObjectNotFoundError (`alf/object-not-found`) if none of them fits.
   * @throws UnresolvedSessionError or FilesMissingError (`one/…`) as {@link One.loadObject}.
   * @see Source: `One.load_collection` in ONE, `one/api.py`. There a revision finds nothing (O24).
   */
  loadCollection(
    id: SessionId,
    collection: string,
    options: CollectionOptions = {},
  ): Promise<ReadonlyMap<string, AlfObject>> {
    return loadCollection(this.context, id, { collection, options });
  }

  /** The files of a collection, in table order; throws as {@link One.loadCollection}. */
  downloadCollection(id: SessionId, collection: string, options: CollectionOptions = {}): Promise<FileReference[]> {
    return downloadCollection(this.context, id, { collection, options });
  }
}
