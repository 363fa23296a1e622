import { type LazyList, mapLazyList } from "../catalog/lazy-list.ts";
import { type RestRecord } from "./alyx-rest.ts";
import { recordId } from "./record-field.ts";

/**
 * Ids that a search in the database found, and their records. Only what is looked at is asked for.
 *
 * @see Source: `LazyId` in ONE, `one/util.py`.
 */
export interface LazyIds<R = RestRecord> extends LazyList<string> {
  /** The record of each, in the same order. */
  readonly records: LazyList<R>;
}

/** The ids of records of the database, as a list that is as lazy as theirs. */
export function lazyIds<R extends RestRecord>(what: string, records: LazyList<R>): LazyIds<R> {
  return lazyIdsBy(records, (record) => recordId(record, what));
}

/** The ids of records, as a list that is as lazy as theirs. */
export function lazyIdsBy<R>(records: LazyList<R>, idOf: (record: R) => string): LazyIds<R> {
  return { ...mapLazyList(records, idOf), records };
}
