import { type QcLevel, type QcName } from "@neurophys/alf";

/** The terms a local search knows, in the spelling of the original; any unambiguous beginning of one will do. */
export const SEARCH_TERMS = [
  "datasets",
  "date_range",
  "laboratory",
  "number",
  "projects",
  "subject",
  "task_protocol",
  "dataset_qc_lte",
] as const;

/** A name of a search term, spelled out. */
export type SearchTerm = (typeof SEARCH_TERMS)[number];

/** One value or several. */
export type OneOrMany<T> = T | readonly T[];

/** A day or a moment: `"2020"`, `"2020-01"`, `"2020-01-31"`, `"2020-01-31T12:00"`, or a date whose UTC time counts. */
export type SearchDate = string | Date;

/** Dates to search: one day, or the bounds of a range, both included, `null` for an open one. */
export type DateRange = SearchDate | readonly [SearchDate | null] | readonly [SearchDate | null, SearchDate | null];

/**
 * What sessions are searched for. All terms must hold; of several values any one, of several `datasets` all.
 *
 * Terms may be abbreviated (`task`, `proj`, `lab`, `date`) or written in camel case; `undefined` values are left out.
 */
export interface SearchTerms {
  /** Part of the animal's name: a regular expression in Python's syntax with wildcards, else text. Case matters. */
  readonly subject?: OneOrMany<string> | undefined;
  /** As `subject`. */
  readonly laboratory?: OneOrMany<string> | undefined;
  /** The same as `laboratory`. */
  readonly lab?: OneOrMany<string> | undefined;
  /** As `subject`, in the comma-joined names of projects. */
  readonly projects?: OneOrMany<string> | undefined;
  /** As `subject`. */
  readonly task_protocol?: OneOrMany<string> | undefined;
  /** Days; one moment stands for its day. */
  readonly date_range?: DateRange | undefined;
  /** The same as `date_range`. */
  readonly date?: DateRange | undefined;
  /** Number of the session on its day. */
  readonly number?: OneOrMany<number | string> | undefined;
  /**
   * File names, as regular expressions that match the whole name; datasets that are missing on disk or of a quality
   * worse than `dataset_qc_lte` do not count. Folders do not belong to the name. `[]`: any dataset.
   */
  readonly datasets?: OneOrMany<string> | undefined;
  /** Worst quality of a dataset that counts. Default: `"FAIL"`, as in the original. */
  readonly dataset_qc_lte?: QcName | QcLevel | string | undefined;
  readonly [term: string]: unknown;
}
