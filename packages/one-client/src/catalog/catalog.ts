import { type SessionPlace } from "../convert/session-place.ts";
import { type FullDetails } from "../listing/details.ts";
import { type DatasetRecord, type SessionRecord } from "../listing/records.ts";
import { type InsertionRecord } from "../search/search-insertions.ts";
import { type SearchTerms } from "../search/search-terms.ts";
import { type LazyList } from "./lazy-list.ts";

/** How a question is asked. */
export interface QuestionOptions {
  /** Ends the question when its answer is no longer wanted: it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What knows which sessions, datasets and probe insertions there are: tables on a disk, a database, or one that falls
 * back on the other.
 *
 * A signal holds for all pages of a list. Records are the same whoever gives them; what text in search terms means is for
 * each to say (tables: regular expressions, case matters; a database: part of the name, case does not). The whole name of
 * an animal, a day and a number mean the same everywhere. What is not known is `undefined` or an empty list; an id must be
 * a UUID.
 */
export interface Catalog {
  /** Folder or address, for messages; without secrets. */
  readonly location: string;
  /** Sessions that fulfil every term. */
  searchSessions(terms: SearchTerms, options?: QuestionOptions): Promise<LazyList<SessionRecord>>;
  /** Probe insertions that fulfil every term. */
  searchInsertions(terms: SearchTerms, options?: QuestionOptions): Promise<LazyList<InsertionRecord>>;
  /** The record of a session. */
  findSession(eid: string, options?: QuestionOptions): Promise<SessionRecord | undefined>;
  /** Sessions of exactly this subject, on this day, with this number: several if labs share the name. */
  findSessions(place: SessionPlace, options?: QuestionOptions): Promise<readonly SessionRecord[]>;
  /** The record of a session and those of all its datasets, by id. */
  readSession(eid: string, options?: QuestionOptions): Promise<FullDetails | undefined>;
  /** The record of a dataset. */
  findDataset(id: string, options?: QuestionOptions): Promise<DatasetRecord | undefined>;
  /** The record of a probe insertion. */
  findInsertion(pid: string, options?: QuestionOptions): Promise<InsertionRecord | undefined>;
  /** The probe insertions of a session. */
  listInsertions(eid: string, options?: QuestionOptions): Promise<readonly InsertionRecord[]>;
}
