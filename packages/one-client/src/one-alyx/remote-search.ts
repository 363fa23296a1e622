import { asSessionRecord } from "../alyx/alyx-catalog.ts";
import { type RestRecord } from "../alyx/alyx-rest.ts";
import { AlyxSessionNotFoundError } from "../alyx/errors.ts";
import { type LazyIds, lazyIdsBy } from "../alyx/lazy-ids.ts";
import { insertionSearchTerms, remoteSearchTerms } from "../alyx/search-terms.ts";
import { fullSessionDetails, sessionsById } from "../alyx/sessions.ts";
import { type QuestionOptions } from "../catalog/catalog.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { type FullDetails } from "../listing/details.ts";
import { type SessionRecord } from "../listing/records.ts";
import { type InsertionRecord } from "../search/search-insertions.ts";
import { SEARCH_TERMS, type SearchTerms } from "../search/search-terms.ts";
import { RemoteConversions } from "./remote-conversions.ts";

/** Searches in the database, and records of sessions. */
export class RemoteSearch extends RemoteConversions {
  /**
   * Terms that a search in the database knows.
   *
   * @param endpoint - What is searched: `"sessions"` (by default), `"insertions"`, `"datasets"` …
   * @returns Offline the terms of {@link RemoteSearch.searchTerms} for sessions, and none for others.
   * @see Source: `OneAlyx.search_terms` in ONE, `one/api.py`; there unordered for sessions.
   */
  async remoteSearchTerms(endpoint = "sessions", options: QuestionOptions = {}): Promise<readonly string[]> {
    if (this.offline) return endpoint === "sessions" ? SEARCH_TERMS : [];
    const { rest } = this.alyxContext;
    return endpoint === "insertions" ? insertionSearchTerms(rest, options) : remoteSearchTerms(rest, endpoint, options);
  }

  /**
   * Ids of the sessions that fulfil every term, in the order of the database: all pages.
   *
   * The database matches most text as a part of the name, without regard to case; `datasets` are whole names of files
   * that exist. Besides the terms of a local search, all parameters of the endpoint are terms, see
   * {@link RemoteSearch.remoteSearchTerms}.
   *
   * @throws UnknownNameError or AmbiguousNameError (`alf/unknown-name`, `alf/ambiguous-name`) if a term is no search
   *   term; each names the near ones. Errors of the client (`alyx/…`) if the database does not answer.
   * @see Source: `OneAlyx.search` in ONE, `one/api.py`; there the ids come a page at a time, as of
   *   {@link RemoteSearch.searchLazy}.
   */
  override async search(terms: SearchTerms = {}, options: QuestionOptions = {}): Promise<string[]> {
    return this.orTables(
      async () => [...(await (await this.searchLazy(terms, options)).toArray())],
      () => super.search(terms),
    );
  }

  /** As {@link RemoteSearch.search}, as records. */
  override async searchDetails(terms: SearchTerms = {}, options: QuestionOptions = {}): Promise<SessionRecord[]> {
    return this.orTables(
      async () => [...(await (await this.searchLazy(terms, options)).records.toArray())],
      () => super.searchDetails(terms),
    );
  }

  /**
   * As {@link RemoteSearch.search}, as a list of which only the first page is there: others come when they are looked at.
   *
   * @see Source: `LazyId` in ONE, `one/util.py`.
   */
  async searchLazy(terms: SearchTerms = {}, options: QuestionOptions = {}): Promise<LazyIds<SessionRecord>> {
    return lazyIdsBy(await this.catalog.searchSessions(terms, options), (record) => record.eid);
  }

  /**
   * Ids of the probe insertions that fulfil every term, in the order of the database: all pages.
   *
   * @param terms - Parameters of the endpoint, and `dataset` (part of a dataset's name), `laboratory` and `number` of the
   *   session.
   * @throws as {@link RemoteSearch.search}; AlyxArgumentTypeError (`alyx/argument-type`) if `dataset` is not one text.
   * @see Source: `OneAlyx.search_insertions` in ONE, `one/api.py`.
   */
  override async searchInsertions(terms: SearchTerms = {}, options: QuestionOptions = {}): Promise<string[]> {
    return this.orTables(
      async () => [...(await (await this.searchInsertionsLazy(terms, options)).toArray())],
      () => super.searchInsertions(terms),
    );
  }

  /** As {@link RemoteSearch.searchInsertions}, as records with date, subject and number of their session. */
  override async searchInsertionDetails(
    terms: SearchTerms = {},
    options: QuestionOptions = {},
  ): Promise<InsertionRecord[]> {
    return this.orTables(
      async () => [...(await (await this.searchInsertionsLazy(terms, options)).records.toArray())],
      () => super.searchInsertionDetails(terms),
    );
  }

  /** As {@link RemoteSearch.searchInsertions}, a page at a time, see {@link RemoteSearch.searchLazy}. */
  async searchInsertionsLazy(
    terms: SearchTerms = {},
    options: QuestionOptions = {},
  ): Promise<LazyIds<InsertionRecord>> {
    return lazyIdsBy(await this.catalog.searchInsertions(terms, options), (record) => record.id);
  }

  /**
   * Record of a session, with its start, address and folder where the database is asked.
   *
   * @throws AlyxSessionNotFoundError (`alyx/session-not-found`) if there is none; offline as `One.getDetails`.
   * @see Source: `OneAlyx.get_details` in ONE, `one/api.py`; there an unknown id is an `AttributeError` (O25).
   */
  override async getDetails(id: SessionId, options: QuestionOptions = {}): Promise<SessionRecord> {
    if (this.offline) return super.getDetails(id);
    const eid = await this.needEid(id, options);
    const record = await this.catalog.findSession(eid, options);
    if (record === undefined) throw new AlyxSessionNotFoundError([eid], { database: this.alyx.baseUrl });
    return { ...record, local_path: this.folderOf(record) };
  }

  /**
   * Records of several sessions, in the order asked for; the database is asked for 50 at a time.
   *
   * @throws as {@link RemoteSearch.getDetails}; the error names all that are missing.
   * @see Source: `OneAlyx.get_details` in ONE, `one/api.py`, with a list.
   */
  async getDetailsOfMany(ids: readonly SessionId[], options: QuestionOptions = {}): Promise<SessionRecord[]> {
    const each = (): Promise<SessionRecord[]> => Promise.all(ids.map((id) => this.getDetails(id, options)));
    if (this.offline) return each();
    return this.orTables(async () => {
      const eids = await Promise.all(ids.map((id) => this.needEid(id, options)));
      const records = (await sessionsById(this.asking(options), eids)).map(asSessionRecord);
      return records.map((record) => ({ ...record, local_path: this.folderOf(record) }));
    }, each);
  }

  /**
   * Record of a session and those of all its datasets, whatever their name and quality.
   *
   * @throws as {@link RemoteSearch.getDetails}.
   * @see Source: `OneAlyx.get_details` in ONE, `one/api.py`, with `full=True`; there the record as the database sends it,
   *   which {@link RemoteSearch.getRestDetails} gives.
   */
  override async getFullDetails(id: SessionId, options: QuestionOptions = {}): Promise<FullDetails> {
    if (this.offline) return super.getFullDetails(id);
    const eid = await this.needEid(id, options);
    const content = await this.catalog.readSession(eid, options);
    if (content === undefined) throw new AlyxSessionNotFoundError([eid], { database: this.alyx.baseUrl });
    return content;
  }

  /**
   * Full record of a session as the database sends it.
   *
   * @see Source: `OneAlyx.get_details` in ONE, `one/api.py`, with `full=True`.
   */
  async getRestDetails(id: SessionId, options: QuestionOptions = {}): Promise<RestRecord> {
    const [record] = await fullSessionDetails(this.asking(options), [await this.needEid(id, options)]);
    return record as RestRecord;
  }
}
