import { type JsonValue } from "@neurophys/alf";
import { type Catalog, type QuestionOptions } from "../catalog/catalog.ts";
import { type LazyList, mapLazyList } from "../catalog/lazy-list.ts";
import { type SessionPlace } from "../convert/session-place.ts";
import { type FullDetails } from "../listing/details.ts";
import { type DatasetRecord, type SessionRecord } from "../listing/records.ts";
import { type InsertionRecord } from "../search/search-insertions.ts";
import { type SearchTerms } from "../search/search-terms.ts";
import { type CellValue } from "../tables/column-values.ts";
import { aggregatePath } from "./aggregates.ts";
import { type AlyxContext } from "./alyx-context.ts";
import { type RestRecord } from "./alyx-rest.ts";
import { accessibleUrl, type DatasetRow, datasetsToRecords } from "./dataset-records.ts";
import { insertionRecords } from "./insertion-records.ts";
import { readIfThere } from "./read-if-there.ts";
import { listOf, recordId } from "./record-field.ts";
import { insertionsOfSessionRequest, sessionByIdRequest } from "./requests.ts";
import { listRecords, reportInsertions, reportSessions, searchInsertions, searchSessions } from "./search.ts";
import { type RemoteTerms } from "./search-request.ts";
import { joinedProjects, recordDate, sessionRecords, sessionRow } from "./session-records.ts";

/** What a database knows. Errors are those of the client and, for records that cannot be read, `alyx/invalid-record`. */
export class AlyxCatalog implements Catalog {
  readonly #context: AlyxContext;

  /** @param context - Its `onRows` is told the rows of every answer. */
  constructor(context: AlyxContext) {
    this.#context = context;
  }

  /** See {@link Catalog}. */
  get location(): string {
    return this.#context.rest.baseUrl;
  }

  /** See {@link Catalog}; in the order of the database, a page at a time. */
  async searchSessions(terms: SearchTerms, options: QuestionOptions = {}): Promise<LazyList<SessionRecord>> {
    const context = this.#ask(options);
    const { records } = await searchSessions(context, terms as RemoteTerms);
    return mapLazyList(records, asSessionRecord);
  }

  /** See {@link Catalog}; in the order of the database, a page at a time. */
  async searchInsertions(terms: SearchTerms, options: QuestionOptions = {}): Promise<LazyList<InsertionRecord>> {
    const context = this.#ask(options);
    const { records } = await searchInsertions(context, terms as RemoteTerms);
    return mapLazyList(records, asInsertionRecord);
  }

  /** See {@link Catalog}. */
  async findSession(eid: string, options: QuestionOptions = {}): Promise<SessionRecord | undefined> {
    const context = this.#ask(options);
    const [record] = await listRecords(context, sessionByIdRequest(eid));
    if (record === undefined) return undefined;
    reportSessions(context, [record]);
    return asSessionRecord(record);
  }

  /** See {@link Catalog}. */
  async findSessions(
    { subject, date, number }: SessionPlace,
    options: QuestionOptions = {},
  ): Promise<readonly SessionRecord[]> {
    const found = await this.searchSessions({ subject, date_range: date, number }, options);
    // The database also gives sessions of subjects whose name only contains the one asked for.
    return (await found.toArray()).filter((session) => session.subject === subject);
  }

  /** See {@link Catalog}. */
  async readSession(eid: string, options: QuestionOptions = {}): Promise<FullDetails | undefined> {
    const context = this.#ask(options);
    const record = await readIfThere(context.rest, "sessions", { id: eid, signal: options.signal });
    if (record === undefined) return undefined;
    const { session, datasets } = sessionRecords(record);
    context.onRows?.({ sessions: [session], datasets });
    const urls = dataUrls(record);
    const withUrls = datasets.map((row) => ({ ...asDatasetRecord(row), data_url: urls.get(row.id) ?? null }));
    return { session: asSessionRecord(record), datasets: withUrls };
  }

  /** See {@link Catalog}. */
  async findDataset(id: string, options: QuestionOptions = {}): Promise<DatasetRecord | undefined> {
    const context = this.#ask(options);
    const record = await readIfThere(context.rest, "datasets", { id, signal: options.signal });
    const [row] = record === undefined ? [] : datasetsToRecords(record);
    if (row === undefined) return undefined;
    context.onRows?.({ datasets: [row] });
    const found = { ...asDatasetRecord(row), data_url: accessibleUrl(record as RestRecord) ?? null };
    // What belongs to no session lies in a folder of its own.
    return row.eid === undefined ? { ...found, rel_path: aggregatePath(row.rel_path), session_path: "" } : found;
  }

  /** See {@link Catalog}. */
  async findInsertion(pid: string, options: QuestionOptions = {}): Promise<InsertionRecord | undefined> {
    const context = this.#ask(options);
    const record = await readIfThere(context.rest, "insertions", { id: pid, signal: options.signal });
    if (record === undefined) return undefined;
    reportInsertions(context, [record]);
    return asInsertionRecord(record);
  }

  /** See {@link Catalog}; in the order of the database. */
  async listInsertions(eid: string, options: QuestionOptions = {}): Promise<readonly InsertionRecord[]> {
    const context = this.#ask(options);
    const records = await listRecords(context, insertionsOfSessionRequest(eid));
    reportInsertions(context, records);
    return records.map(asInsertionRecord);
  }

  #ask({ signal }: QuestionOptions): AlyxContext {
    return { ...this.#context, signal };
  }
}

/** Addresses of the files of a session, by the id of the dataset. */
function dataUrls(session: RestRecord): ReadonlyMap<string, string> {
  const related = listOf(session["data_dataset_session_related"] ?? [], "session.data_dataset_session_related");
  const urls = related.flatMap((dataset): [string, string][] => {
    const url = dataset["data_url"];
    return typeof url === "string" ? [[recordId(dataset, "dataset"), url]] : [];
  });
  return new Map(urls);
}

/** A value as a table would hold it: what is no single value is JSON text. */
function asCell(value: JsonValue | undefined): CellValue {
  return value === undefined ? null : typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

const textOrNull = (value: JsonValue | undefined): string | null => (typeof value === "string" ? value : null);

/** A session's record in the form of the tables, with the address and start that only a database knows. */
export function asSessionRecord(record: RestRecord): SessionRecord {
  const { id, number, ...row } = sessionRow(record);
  return {
    eid: id,
    lab: textOrNull(row.lab),
    subject: textOrNull(row.subject),
    date: recordDate(record, "session"),
    number: typeof number === "number" ? number : null,
    task_protocol: textOrNull(row.task_protocol),
    projects: joinedProjects(record, "session"),
    start_time: textOrNull(record["start_time"]),
    url: textOrNull(record["url"]),
  };
}

/** A dataset's row in the form of the tables. */
export function asDatasetRecord(row: DatasetRow): DatasetRecord {
  const { eid, id, rel_path, file_size, hash, exists, default_revision, qc } = row;
  return {
    eid: eid ?? "",
    id,
    rel_path,
    file_size: file_size ?? null,
    hash: hash ?? null,
    exists,
    qc: qc ?? null,
    default_revision: default_revision ?? null,
  };
}

/** An insertion's record in the form of the tables, with date, subject and number of its session where it has them. */
export function asInsertionRecord(record: RestRecord): InsertionRecord {
  const { insertion, session } = insertionRecords(record);
  const cells = Object.fromEntries(Object.entries(insertion).map(([name, value]) => [name, asCell(value)]));
  const { date, subject, number } = session ?? {};
  const known = session === undefined ? {} : { date: date ?? null, subject: asCell(subject), number: asCell(number) };
  return { ...cells, ...known, eid: insertion.eid, id: insertion.id, name: textOrNull(insertion["name"]) };
}
