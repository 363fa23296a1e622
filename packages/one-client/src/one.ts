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
import { type OneParts, OneState } from "./one/one-state.ts";
import { search, searchDetails } from "./search/search.ts";
import { type InsertionRecord, searchInsertionDetails, searchInsertions } from "./search/search-insertions.ts";
import { SEARCH_TERMS, type SearchTerms } from "./search/search-terms.ts";

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
}
