import { type AlfObject, type AlfValue, type FileReference } from "@neurophys/alf";
import { ConversionMixin } from "./convert/conversion-mixin.ts";
import { type SessionId } from "./convert/to-eid.ts";
import { type FullDetails, getDetails, getFullDetails } from "./listing/details.ts";
import { type DatasetFilter } from "./listing/filter-rows.ts";
import {
  type ListDatasetsOptions,
  listCollectionDetails,
  listCollections,
  listDatasetDetails,
  listDatasets,
  listRevisionDetails,
  listRevisions,
  listSubjects,
} from "./listing/list-datasets.ts";
import { type DatasetRecord, type SessionRecord } from "./listing/records.ts";
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
import { search, searchDetails } from "./search/search.ts";
import { type InsertionRecord, searchInsertionDetails, searchInsertions } from "./search/search-insertions.ts";
import { SEARCH_TERMS, type SearchTerms } from "./search/search-terms.ts";
import { type CacheTables } from "./tables/cache-tables.ts";

/**
 * Search, list and load the sessions of a folder of ALF files, by its cache tables.
 *
 * Make it with {@link createOne}, or in Node.js with `openOne`. Methods delegate to the functions they name.
 *
 * @see Source: class `One` in ONE, `one/api.py`; the README tells which of its names is which here.
 */
export class One extends ConversionMixin {
  readonly #state: OneState;

  /** @param parts - Complete: nothing has a default here. */
  constructor(parts: OneParts) {
    const state = new OneState(parts);
    super(state.context);
    this.#state = state;
  }

  /** True: no database is asked. */
  get offline(): boolean {
    return true;
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
    return this.#state.parts.recordLoaded;
  }

  /** The tables in memory and when they were made, read, changed and written. */
  get cache(): CacheTables {
    return this.#state.cache;
  }

  /** Read the tables anew; see {@link loadCache}. */
  loadCache(options: CacheLocation = {}): Promise<Date | undefined> {
    return loadCache(this.#state, options);
  }

  /** Read the tables anew from where they usually are. */
  refreshCache(): Promise<Date | undefined> {
    return loadCache(this.#state, {});
  }

  /** Write the tables if they changed; see {@link saveCache}. */
  saveCache(options: SaveCacheOptions = {}): Promise<boolean> {
    return saveCache(this.#state, options);
  }

  /** Write the ids of loaded datasets to a file; see {@link saveLoadedIds}. */
  saveLoadedIds(options: SaveLoadedIdsOptions = {}): Promise<SavedIds> {
    return saveLoadedIds(this.#state, options);
  }

  /** Save the tables if the option `saveOnClose` says so. */
  async close(): Promise<void> {
    if (this.#state.parts.saveOnClose) await this.saveCache();
  }

  /** Terms that a search knows. */
  searchTerms(): readonly string[] {
    return SEARCH_TERMS;
  }

  /** Ids of sessions, latest first; see {@link search}. */
  search(terms: SearchTerms = {}): Promise<string[]> {
    return search(this.context, terms);
  }

  /** Records of sessions, latest first; see {@link searchDetails}. */
  searchDetails(terms: SearchTerms = {}): Promise<SessionRecord[]> {
    return searchDetails(this.context, terms);
  }

  /** Ids of probe insertions; see {@link searchInsertions}. */
  searchInsertions(terms: SearchTerms = {}): Promise<string[]> {
    return searchInsertions(this.context, terms);
  }

  /** Records of probe insertions; see {@link searchInsertionDetails}. */
  searchInsertionDetails(terms: SearchTerms = {}): Promise<InsertionRecord[]> {
    return searchInsertionDetails(this.context, terms);
  }

  /** Record of a session; see {@link getDetails}. */
  getDetails(id: SessionId): Promise<SessionRecord> {
    return getDetails(this.context, id);
  }

  /** Record of a session and of all its datasets; see {@link getFullDetails}. */
  getFullDetails(id: SessionId): Promise<FullDetails> {
    return getFullDetails(this.context, id);
  }

  /** Animals of the loaded sessions, sorted. */
  listSubjects(): Promise<string[]> {
    return listSubjects(this.context);
  }

  /** Relative paths of datasets, of one session or of all; see {@link listDatasets}. */
  listDatasets(id?: SessionId | undefined, options: ListDatasetsOptions = {}): Promise<string[]> {
    return listDatasets(this.context, id, options);
  }

  /** Records of datasets; see {@link listDatasetDetails}. */
  listDatasetDetails(id?: SessionId | undefined, options: ListDatasetsOptions = {}): Promise<DatasetRecord[]> {
    return listDatasetDetails(this.context, id, options);
  }

  /** Collections that datasets lie in; see {@link listCollections}. */
  listCollections(id?: SessionId | undefined, filter: DatasetFilter = {}): Promise<string[]> {
    return listCollections(this.context, id, filter);
  }

  /** Records of datasets by collection; see {@link listCollectionDetails}. */
  listCollectionDetails(
    id?: SessionId | undefined,
    filter: DatasetFilter = {},
  ): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
    return listCollectionDetails(this.context, id, filter);
  }

  /** Revisions that datasets have; see {@link listRevisions}. */
  listRevisions(id?: SessionId | undefined, filter: DatasetFilter = {}): Promise<string[]> {
    return listRevisions(this.context, id, filter);
  }

  /** Records of datasets by revision; see {@link listRevisionDetails}. */
  listRevisionDetails(
    id?: SessionId | undefined,
    filter: DatasetFilter = {},
  ): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
    return listRevisionDetails(this.context, id, filter);
  }

  /** An object of a session, e.g. its `spikes`: all attributes, put together; see {@link loadObject}. */
  loadObject(id: SessionId, object: string, options: ObjectOptions = {}): Promise<AlfObject> {
    return loadObject(this.context, id, { object, options });
  }

  /** The files of an object of a session; see {@link downloadObject}. */
  downloadObject(id: SessionId, object: string, options: ObjectOptions = {}): Promise<FileReference[]> {
    return downloadObject(this.context, id, { object, options });
  }

  /** One dataset of a session; see {@link loadDataset}. */
  loadDataset(id: SessionId, dataset: DatasetSpecifier, options: DatasetOptions = {}): Promise<AlfValue> {
    return loadDataset(this.context, id, { dataset, options });
  }

  /** The file of one dataset of a session; see {@link downloadDataset}. */
  downloadDataset(id: SessionId, dataset: DatasetSpecifier, options: DatasetOptions = {}): Promise<FileReference> {
    return downloadDataset(this.context, id, { dataset, options });
  }

  /** Several datasets of a session and their records; see {@link loadDatasets}. */
  loadDatasets(
    id: SessionId,
    datasets: readonly (DatasetSpecifier | DatasetRecord)[],
    options: DatasetsOptions = {},
  ): Promise<LoadedDatasets> {
    return loadDatasets(this.context, id, { datasets, options });
  }

  /** The files of several datasets of a session and their records; see {@link downloadDatasets}. */
  downloadDatasets(
    id: SessionId,
    datasets: readonly (DatasetSpecifier | DatasetRecord)[],
    options: DatasetsOptions = {},
  ): Promise<DownloadedDatasets> {
    return downloadDatasets(this.context, id, { datasets, options });
  }

  /** A dataset by its own id, and its record; see {@link loadDatasetFromId}. */
  loadDatasetFromId(id: string, options: CheckOptions = {}): Promise<DatasetWithRecord<AlfValue>> {
    return loadDatasetFromId(this.context, id, options);
  }

  /** The file of a dataset by its own id, and its record; see {@link downloadDatasetFromId}. */
  downloadDatasetFromId(id: string, options: CheckOptions = {}): Promise<DatasetWithRecord<FileReference>> {
    return downloadDatasetFromId(this.context, id, options);
  }

  /** The objects of a collection by name; see {@link loadCollection}. */
  loadCollection(
    id: SessionId,
    collection: string,
    options: CollectionOptions = {},
  ): Promise<ReadonlyMap<string, AlfObject>> {
    return loadCollection(this.context, id, { collection, options });
  }

  /** The files of a collection, in table order; see {@link downloadCollection}. */
  downloadCollection(id: SessionId, collection: string, options: CollectionOptions = {}): Promise<FileReference[]> {
    return downloadCollection(this.context, id, { collection, options });
  }
}
