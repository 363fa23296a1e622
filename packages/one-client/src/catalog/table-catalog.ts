import { eid2pidDetails } from "../convert/insertions.ts";
import { sessionRow, sessionRowsByFolder } from "../convert/session-index.ts";
import { type SessionPlace } from "../convert/session-place.ts";
import { datasetRange, datasetView } from "../listing/dataset-view.ts";
import { type FullDetails } from "../listing/details.ts";
import {
  type DatasetRecord,
  readDatasetRecords,
  readRecords,
  readSessionRecords,
  type SessionRecord,
} from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { searchDetails } from "../search/search.ts";
import { type InsertionRecord, searchInsertionDetails } from "../search/search-insertions.ts";
import { type SearchTerms } from "../search/search-terms.ts";
import { findRow } from "../tables/find-rows.ts";
import { type Catalog, type QuestionOptions } from "./catalog.ts";
import { type LazyList, lazyListOf } from "./lazy-list.ts";

/** What cache tables know. Errors are those of searches and of columns that are missing. */
export class TableCatalog implements Catalog {
  readonly #context: OneContext;
  readonly #prepare: (() => Promise<unknown>) | undefined;

  /**
   * @param context - Its tables are looked at anew by every question.
   * @param prepare - Waited for before each question, where tables must be made ready for it.
   */
  constructor(context: OneContext, prepare?: () => Promise<unknown>) {
    this.#context = context;
    this.#prepare = prepare;
  }

  /** See {@link Catalog}. */
  get location(): string {
    return this.#context.location;
  }

  /** See {@link Catalog}; latest first. */
  async searchSessions(terms: SearchTerms, { signal }: QuestionOptions = {}): Promise<LazyList<SessionRecord>> {
    await this.#begin(signal);
    return lazyListOf(await searchDetails(this.#context, terms));
  }

  /** See {@link Catalog}; latest first. */
  async searchInsertions(terms: SearchTerms, { signal }: QuestionOptions = {}): Promise<LazyList<InsertionRecord>> {
    await this.#begin(signal);
    return lazyListOf(await searchInsertionDetails(this.#context, terms));
  }

  /** See {@link Catalog}. @throws DuplicateIdError if several rows have the id. */
  async findSession(eid: string, { signal }: QuestionOptions = {}): Promise<SessionRecord | undefined> {
    await this.#begin(signal);
    const sessions = this.#context.cache.tables.get("sessions");
    const row = sessions === undefined ? undefined : await sessionRow(sessions, eid);
    if (sessions === undefined || row === undefined) return undefined;
    return (await readSessionRecords(sessions, [row]))[0];
  }

  /** See {@link Catalog}. */
  async findSessions(
    { subject, date, number }: SessionPlace,
    { signal }: QuestionOptions = {},
  ): Promise<readonly SessionRecord[]> {
    await this.#begin(signal);
    const sessions = this.#context.cache.tables.get("sessions");
    if (sessions === undefined) return [];
    return readSessionRecords(sessions, await sessionRowsByFolder(sessions, { subject, date, number: Number(number) }));
  }

  /** See {@link Catalog}; datasets in table order. */
  async readSession(eid: string, { signal }: QuestionOptions = {}): Promise<FullDetails | undefined> {
    const session = await this.findSession(eid, { signal });
    const table = this.#context.cache.tables.get("datasets");
    if (session === undefined || table === undefined) return session && { session, datasets: [] };
    const { start, end } = await datasetRange(await datasetView(table), eid);
    const rows = Int32Array.from({ length: end - start }, (_, i) => start + i);
    return { session, datasets: await readDatasetRecords(table, rows) };
  }

  /** See {@link Catalog}. */
  async findDataset(id: string, { signal }: QuestionOptions = {}): Promise<DatasetRecord | undefined> {
    await this.#begin(signal);
    const table = this.#context.cache.tables.get("datasets");
    const row = table === undefined ? undefined : await findRow(table, id);
    return table === undefined || row === undefined ? undefined : (await readDatasetRecords(table, [row]))[0];
  }

  /** See {@link Catalog}. */
  async findInsertion(pid: string, { signal }: QuestionOptions = {}): Promise<InsertionRecord | undefined> {
    await this.#begin(signal);
    const table = this.#context.cache.tables.get("insertions");
    const row = table === undefined ? undefined : await findRow(table, pid);
    if (table === undefined || row === undefined) return undefined;
    return ((await readRecords(table, [row])) as InsertionRecord[])[0];
  }

  /** See {@link Catalog}; by name. */
  async listInsertions(eid: string, { signal }: QuestionOptions = {}): Promise<readonly InsertionRecord[]> {
    await this.#begin(signal);
    const isThere = this.#context.cache.tables.has("insertions");
    return isThere ? eid2pidDetails(this.#context, eid) : [];
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    await this.#prepare?.();
  }
}
