import { ConversionMixin } from "../convert/conversion-mixin.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { type FullDetails, getDetails, getFullDetails } from "../listing/details.ts";
import { type DatasetFilter } from "../listing/filter-rows.ts";
import {
  type ListDatasetsOptions,
  listCollectionDetails,
  listCollections,
  listDatasetDetails,
  listDatasets,
  listRevisionDetails,
  listRevisions,
  listSubjects,
} from "../listing/list-datasets.ts";
import { type DatasetRecord, type SessionRecord } from "../listing/records.ts";
import { search, searchDetails } from "./search.ts";
import { type InsertionRecord, searchInsertionDetails, searchInsertions } from "./search-insertions.ts";
import { SEARCH_TERMS, type SearchTerms } from "./search-terms.ts";

/** Search sessions and list what they hold, by the cache tables alone. */
export class SearchMixin extends ConversionMixin {
  /** Terms that a search knows; any unambiguous beginning of one will do. */
  searchTerms(): readonly string[] {
    return SEARCH_TERMS;
  }

  /**
   * Ids of the sessions that fulfil every term, latest first: by date, subject and number, all descending.
   *
   * @param terms - None: all sessions.
   * @throws UnknownNameError or AmbiguousNameError (`alf/unknown-name`, `alf/ambiguous-name`) if a term is no search
   *   term; each names the near ones.
   * @throws InvalidArgumentError, ArgumentTypeError, InvalidPatternError or UnsupportedPatternError (`alf/…`) if a value
   *   cannot be used.
   * @see Source: `One.search` in ONE, `one/api.py`. Values are checked before any table is read.
   */
  search(terms: SearchTerms = {}): Promise<string[]> {
    return search(this.context, terms);
  }

  /**
   * As {@link SearchMixin.search}, as records.
   *
   * @see Source: `One.search` in ONE, `one/api.py`, with `details=True`; there a pair of ids and records.
   */
  searchDetails(terms: SearchTerms = {}): Promise<SessionRecord[]> {
    return searchDetails(this.context, terms);
  }

  /**
   * Ids of the probe insertions that fulfil every term, by date, subject, number and name, all descending.
   *
   * @param terms - Those of a session search, and `model`, `name`, `json`, `serial`, `chronic_insertion`.
   * @returns Empty, with a warning, if no insertions table is loaded.
   * @throws as {@link SearchMixin.search}.
   * @see Source: `One._search_insertions` in ONE, `one/api.py`. There most terms are refused (O9).
   */
  searchInsertions(terms: SearchTerms = {}): Promise<string[]> {
    return searchInsertions(this.context, terms);
  }

  /** As {@link SearchMixin.searchInsertions}, as records with date, subject and number of their session. */
  searchInsertionDetails(terms: SearchTerms = {}): Promise<InsertionRecord[]> {
    return searchInsertionDetails(this.context, terms);
  }

  /**
   * Record of a session.
   *
   * @throws UnresolvedSessionError, SessionNotFoundError, DuplicateIdError (`one/…`) unless it is exactly one of the
   *   table; InvalidExperimentIdError if the input names no session.
   * @see Source: `One.get_details` in ONE, `one/api.py`.
   */
  getDetails(id: SessionId): Promise<SessionRecord> {
    return getDetails(this.context, id);
  }

  /**
   * Record of a session and those of all its datasets, whatever their name and quality.
   *
   * @throws as {@link SearchMixin.getDetails}.
   * @see Source: `One.get_details` in ONE, `one/api.py`, with `full=True`; there one table with the session in each row.
   */
  getFullDetails(id: SessionId): Promise<FullDetails> {
    return getFullDetails(this.context, id);
  }

  /** Animals of the loaded sessions, each once, sorted by code point. */
  listSubjects(): Promise<string[]> {
    return listSubjects(this.context);
  }

  /**
   * Relative paths of datasets.
   *
   * @param id - Which session; left out, the datasets of all.
   * @returns Of one session sorted, one path a dataset; of all sessions each path once, in table order. Empty if the
   *   session is unknown or has no such dataset.
   * @throws AlfGeneralError (`alf/error`) if default revisions are asked for and the table does not say which they are.
   * @see Source: `One.list_datasets` in ONE, `one/api.py`. There nothing found is an empty frame, not a list (O17).
   */
  listDatasets(id?: SessionId | undefined, options: ListDatasetsOptions = {}): Promise<string[]> {
    return listDatasets(this.context, id, options);
  }

  /**
   * Records of datasets, in table order.
   *
   * @throws as {@link SearchMixin.listDatasets}.
   * @see Source: `One.list_datasets` in ONE, `one/api.py`, with `details=True`; records always have `eid` and `id`.
   */
  listDatasetDetails(id?: SessionId | undefined, options: ListDatasetsOptions = {}): Promise<DatasetRecord[]> {
    return listDatasetDetails(this.context, id, options);
  }

  /**
   * Collections that datasets lie in, each once, in table order; `""` is the session folder itself.
   *
   * @see Source: `One.list_collections` in ONE, `one/api.py`.
   */
  listCollections(id?: SessionId | undefined, filter: DatasetFilter = {}): Promise<string[]> {
    return listCollections(this.context, id, filter);
  }

  /** Records of datasets by the collection they lie in, collections sorted. */
  listCollectionDetails(
    id?: SessionId | undefined,
    filter: DatasetFilter = {},
  ): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
    return listCollectionDetails(this.context, id, filter);
  }

  /**
   * Revisions that datasets have, each once, in table order; `""` is none.
   *
   * @see Source: `One.list_revisions` in ONE, `one/api.py`.
   */
  listRevisions(id?: SessionId | undefined, filter: DatasetFilter = {}): Promise<string[]> {
    return listRevisions(this.context, id, filter);
  }

  /** Records of datasets by their revision, revisions sorted. */
  listRevisionDetails(
    id?: SessionId | undefined,
    filter: DatasetFilter = {},
  ): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
    return listRevisionDetails(this.context, id, filter);
  }
}
