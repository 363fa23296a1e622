import { DataError, type ErrorGuard, errorGuard } from "@neurophys/alf";
import { type TableError } from "./tables/errors.ts";

/** Values as they are shown in messages: quoted, at most this many. */
const SHOWN = 10;

/** Show any value in a message, cut to a readable length. */
function show(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // cycles and big integers have no JSON
    text = Object.prototype.toString.call(value);
  }
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map((value) => JSON.stringify(value));
  return (values.length > SHOWN ? [...shown, `… ${values.length - SHOWN} more`] : shown).join(", ");
}

/** Something that is no form of an experiment id. Python: `ValueError`. */
export class InvalidExperimentIdError extends DataError {
  override readonly name = "InvalidExperimentIdError";
  readonly code = "one/invalid-experiment-id";
  /** What was given. */
  readonly input: unknown;

  constructor(input: unknown, options?: ErrorOptions) {
    super(
      `Invalid experiment id: ${show(input)} (expected a UUID, a session path, a reference such as ` +
        `"2020-01-31_1_subject", or subject, date and number)`,
      options,
    );
    this.input = input;
  }
}

/** A session described by its fields lacks one of them. Python: `AssertionError`. */
export class IncompleteSessionError extends DataError {
  override readonly name = "IncompleteSessionError";
  readonly code = "one/incomplete-session";
  /** Names of the fields that are not there. */
  readonly missing: readonly string[];

  constructor(missing: readonly string[], options?: ErrorOptions) {
    super(`Session without ${list(missing)} (expected lab, subject, date or start_time, and number)`, options);
    this.missing = missing;
  }
}

/** An experiment id of a good form that no loaded session has. Python: `ValueError`. */
export class UnresolvedSessionError extends DataError {
  override readonly name = "UnresolvedSessionError";
  readonly code = "one/unresolved-session";
  /** What was given. */
  readonly input: unknown;

  constructor(input: unknown, options?: ErrorOptions) {
    super(
      `Cannot find the session of ${show(input)} (expected one that is in the tables, or in the database)`,
      options,
    );
    this.input = input;
  }
}

/** A session id that is not in the loaded table. Python: `ALFObjectNotFound`. */
export class SessionNotFoundError extends DataError {
  override readonly name = "SessionNotFoundError";
  readonly code = "one/session-not-found";
  /** The id that was looked for. */
  readonly eid: string;

  constructor(eid: string, options?: ErrorOptions) {
    super(`No session ${show(eid)} in the loaded table`, options);
    this.eid = eid;
  }
}

/** A reference or path that does not name exactly one session. Python: `AssertionError`. */
export class AmbiguousSessionError extends DataError {
  override readonly name = "AmbiguousSessionError";
  readonly code = "one/ambiguous-session";
  /** The reference or path that was given. */
  readonly input: string;
  /** Ids of the sessions that match; empty if there are none. */
  readonly candidates: readonly string[];

  constructor(input: string, candidates: readonly string[], options?: ErrorOptions) {
    super(
      candidates.length === 0
        ? `No session matches ${show(input)} (expected exactly one)`
        : `Several sessions match ${show(input)}: ${list(candidates)} (expected exactly one)`,
      options,
    );
    this.input = input;
    this.candidates = candidates;
  }
}

/** No dataset of a session fits what was asked for, or none of the whole session. Python: `ALFObjectNotFound`. */
export class DatasetNotFoundError extends DataError {
  override readonly name = "DatasetNotFoundError";
  readonly code = "one/dataset-not-found";
  /** What was asked for, as text. */
  readonly datasets: readonly string[];
  /** Session or table that was searched. */
  readonly where: string;
  /** Datasets of nearly that name. */
  readonly candidates: readonly string[];

  constructor(
    datasets: readonly string[],
    where: string,
    options?: ErrorOptions & { readonly candidates?: readonly string[] },
  ) {
    const near = options?.candidates ?? [];
    super(
      `Not found in ${where}: ${list(datasets)}${near.length > 0 ? ` (there is ${list(near)})` : ""}`,
      options?.cause === undefined ? undefined : { cause: options.cause },
    );
    this.datasets = datasets;
    this.where = where;
    this.candidates = near;
  }
}

/** Datasets that the table lists and the store does not hold. Python: `ALFObjectNotFound`. */
export class FilesMissingError extends DataError {
  override readonly name = "FilesMissingError";
  readonly code = "one/files-missing";
  /** Keys in the store. */
  readonly keys: readonly string[];
  /** Folder or URL of the store. */
  readonly location: string;

  constructor(keys: readonly string[], location: string, options?: ErrorOptions) {
    super(`Not in ${location}: ${list(keys)} (the datasets table lists them)`, options);
    this.keys = keys;
    this.location = location;
  }
}

/** No dataset of a session lies in the collection asked for. Python: `ALFError`. */
export class CollectionNotFoundError extends DataError {
  override readonly name = "CollectionNotFoundError";
  readonly code = "one/collection-not-found";
  /** The name or pattern that was given. */
  readonly collection: string;
  /** Id of the session that was searched. */
  readonly eid: string;

  constructor(collection: string, eid: string, options?: ErrorOptions) {
    super(`No collection ${show(collection)} in session ${eid}`, options);
    this.collection = collection;
    this.eid = eid;
  }
}

/** An id that several rows of a table have. Python: `ALFMultipleObjectsFound`. */
export class DuplicateIdError extends DataError {
  override readonly name = "DuplicateIdError";
  readonly code = "one/duplicate-id";
  /** The id that was looked for. */
  readonly id: string;
  /** Name of the table. */
  readonly table: string;

  constructor(id: string, table: string, options?: ErrorOptions) {
    super(`Several rows of table ${show(table)} have the id ${show(id)} (expected one)`, options);
    this.id = id;
    this.table = table;
  }
}

/** Ways to name datasets that exclude one another, or do not pair up. Python: `ValueError`. */
export class DatasetSpecifierError extends DataError {
  override readonly name = "DatasetSpecifierError";
  readonly code = "one/invalid-specifiers";
  /** What was given. */
  readonly value: unknown;

  constructor(problem: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`${problem}: ${show(value)} (expected ${expected})`, options);
    this.value = value;
  }
}

/** A table that a question needs is not loaded. Python: `NotImplementedError`. */
export class TableNotLoadedError extends DataError {
  override readonly name = "TableNotLoadedError";
  readonly code = "one/not-loaded";
  /** Name of the table. */
  readonly table: string;

  constructor(table: string, question: string, options?: ErrorOptions) {
    super(`${question} needs the ${show(table)} table, which is not loaded`, options);
    this.table = table;
  }
}

/** A table lacks a column that a question needs. Python: `KeyError`. */
export class MissingColumnError extends DataError {
  override readonly name = "MissingColumnError";
  readonly code = "one/missing-column";
  /** Name of the table. */
  readonly table: string;
  /** Name of the column. */
  readonly column: string;

  constructor(table: string, column: string, options?: ErrorOptions) {
    super(`Table ${show(table)} has no column ${show(column)}`, options);
    this.table = table;
    this.column = column;
  }
}

/** A question about URLs, asked without a data server. Python: `AssertionError`. */
export class NoDataServerError extends DataError {
  override readonly name = "NoDataServerError";
  readonly code = "one/no-data-server";

  constructor(options?: ErrorOptions) {
    super("No data server is set, so datasets have no URL (expected the option dataServer)", options);
  }
}

/** A dataset record has no file in the repository asked for. Python: `StopIteration`. */
export class RepositoryNotFoundError extends DataError {
  override readonly name = "RepositoryNotFoundError";
  readonly code = "one/repository-not-found";
  /** Repository asked for; `undefined` if any with a URL would have done. */
  readonly repository: string | undefined;

  constructor(repository: string | undefined, found: readonly string[], options?: ErrorOptions) {
    super(
      `No file record ${repository === undefined ? "with a data_url" : `in repository ${show(repository)}`} ` +
        `(there is ${list(found) || "none"})`,
      options,
    );
    this.repository = repository;
  }
}

/** Tables were to be read or written, and nothing to do it with was handed in. */
export class NoTableFilesError extends DataError {
  override readonly name = "NoTableFilesError";
  readonly code = "one/no-table-files";

  constructor(question: string, options?: ErrorOptions) {
    super(`${question} needs files of tables (expected the option tableFiles, or One from the node entry)`, options);
  }
}

/** A file of which no parts can be read by themselves: it is to be loaded whole. */
export class NotReadableByPartsError extends DataError {
  override readonly name = "NotReadableByPartsError";
  readonly code = "one/not-readable-by-parts";
  /** Path of the dataset in its session. */
  readonly dataset: string;

  constructor(dataset: string, options?: ErrorOptions) {
    super(
      `No parts of ${JSON.stringify(dataset)} can be read (expected an .npy or .pqt file; others are loaded whole)`,
      options,
    );
    this.dataset = dataset;
  }
}

/** Every error that this package throws on purpose, beside those of the ALF packages it builds on. */
export type OneError =
  | InvalidExperimentIdError
  | IncompleteSessionError
  | UnresolvedSessionError
  | SessionNotFoundError
  | AmbiguousSessionError
  | DatasetNotFoundError
  | FilesMissingError
  | CollectionNotFoundError
  | DuplicateIdError
  | DatasetSpecifierError
  | TableNotLoadedError
  | MissingColumnError
  | NoDataServerError
  | RepositoryNotFoundError
  | NoTableFilesError
  | NotReadableByPartsError
  | TableError;

/** True for errors of this package; with codes, only for those: `isOneError(e, "one/session-not-found")`. */
export const isOneError: ErrorGuard<OneError> = errorGuard<OneError>("one/");
