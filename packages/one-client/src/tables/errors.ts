import { DataError } from "@neurophys/alf";

/** A table's file cannot be read as one: not Parquet, cut off, or with metadata that is not JSON. */
export class UnreadableTableError extends DataError {
  override readonly name = "UnreadableTableError";
  readonly code = "one/table-unreadable";
  readonly table: string;
  /** Folder or URL of the tables. */
  readonly location: string;

  constructor(table: string, location: string, options?: ErrorOptions) {
    const why = options?.cause instanceof Error ? `: ${options.cause.message}` : "";
    super(
      `Cache table ${JSON.stringify(table)} in ${location} cannot be read${why} (expected a Parquet file)`,
      options,
    );
    this.table = table;
    this.location = location;
  }
}

/** A table has no columns that could identify its rows. */
export class TableIndexError extends DataError {
  override readonly name = "TableIndexError";
  readonly code = "one/table-index";
  readonly table: string;
  readonly columns: readonly string[];

  constructor(table: string, columns: readonly string[], options?: ErrorOptions) {
    super(
      `Cache table ${JSON.stringify(table)} has no index: its columns are ${columns.join(", ") || "none"} ` +
        `(expected "id", "eid" and "id", or pairs "id_0" and "id_1")`,
      options,
    );
    this.table = table;
    this.columns = columns;
  }
}

/** Records handed in for a table that is not loaded. */
export class UnknownTableError extends DataError {
  override readonly name = "UnknownTableError";
  readonly code = "one/table-unknown";
  readonly table: string;
  readonly known: readonly string[];

  constructor(table: string, known: readonly string[], options?: ErrorOptions) {
    super(`No cache table ${JSON.stringify(table)} (expected one of ${known.join(", ")})`, options);
    this.table = table;
    this.known = known;
  }
}

/** Records whose columns are not the table's, where they have to be. */
export class TableColumnsError extends DataError {
  override readonly name = "TableColumnsError";
  readonly code = "one/table-columns";
  readonly table: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];

  constructor(table: string, missing: readonly string[], unexpected: readonly string[], options?: ErrorOptions) {
    super(
      `Columns do not fit cache table ${JSON.stringify(table)}: ` +
        `missing ${missing.join(", ") || "none"}, unexpected ${unexpected.join(", ") || "none"}`,
      options,
    );
    this.table = table;
    this.missing = missing;
    this.unexpected = unexpected;
  }
}

/** A value that its column cannot hold. */
export class TableValueError extends DataError {
  override readonly name = "TableValueError";
  readonly code = "one/table-value";
  readonly column: string;
  readonly row: number;
  /** The value as text. */
  readonly value: string;
  readonly expected: string;

  constructor(facts: Pick<TableValueError, "column" | "row" | "value" | "expected">, options?: ErrorOptions) {
    super(
      `Value ${JSON.stringify(facts.value)} does not fit column ${JSON.stringify(facts.column)} ` +
        `(row ${facts.row}, expected ${facts.expected})`,
      options,
    );
    this.column = facts.column;
    this.row = facts.row;
    this.value = facts.value;
    this.expected = facts.expected;
  }
}

/** Another process keeps the tables locked, and is alive. */
export class TableLockError extends DataError {
  override readonly name = "TableLockError";
  readonly code = "one/table-lock";
  readonly location: string;
  /** Who holds it, as far as its lock file says. */
  readonly owner: string;
  readonly waitedMs: number;

  constructor(location: string, owner: string, waitedMs: number, options?: ErrorOptions) {
    super(
      `Cache tables are locked: ${location} is held by ${owner}, waited ${Math.round(waitedMs)} ms (expected its release)`,
      options,
    );
    this.location = location;
    this.owner = owner;
    this.waitedMs = waitedMs;
  }
}

/** The tables could not be written: a read-only folder, a full disk. What was there before is still there. */
export class TableWriteError extends DataError {
  override readonly name = "TableWriteError";
  readonly code = "one/table-write";
  readonly location: string;

  constructor(location: string, options?: ErrorOptions) {
    const why = options?.cause instanceof Error ? `: ${options.cause.message}` : "";
    super(`Cache tables were not written: ${location}${why} (expected a folder to write to)`, options);
    this.location = location;
  }
}

/** A folder to index, or to write tables to, that is not there or is no folder. */
export class FolderMissingError extends DataError {
  override readonly name = "FolderMissingError";
  readonly code = "one/table-folder-missing";
  readonly location: string;

  constructor(location: string, options?: ErrorOptions) {
    super(`No such folder: ${location} (expected an existing folder)`, options);
    this.location = location;
  }
}

/** A lab name was given for folders that already name another one. */
export class LabConflictError extends DataError {
  override readonly name = "LabConflictError";
  readonly code = "one/table-lab-conflict";
  readonly lab: string;
  readonly found: readonly string[];

  constructor(lab: string, found: readonly string[], options?: ErrorOptions) {
    super(
      `Lab name conflict: ${JSON.stringify(lab)} was given, but folders name ${found.join(", ")} ` +
        "(expected no lab where folders have one)",
      options,
    );
    this.lab = lab;
    this.found = found;
  }
}

/** Two folders hold the same session: equal lab, subject, date and number. */
export class DuplicateSessionError extends DataError {
  override readonly name = "DuplicateSessionError";
  readonly code = "one/table-duplicate-session";
  /** `[lab/]subject/date/number`. */
  readonly session: string;
  readonly folders: readonly [string, string];

  constructor(session: string, folders: readonly [string, string], options?: ErrorOptions) {
    super(
      `Session ${JSON.stringify(session)} is in two folders: ${folders.join(" and ")} (expected one folder a session)`,
      options,
    );
    this.session = session;
    this.folders = folders;
  }
}

/** Errors of cache tables; their codes begin with `one/table-`. */
export type TableError =
  | UnreadableTableError
  | TableIndexError
  | UnknownTableError
  | TableColumnsError
  | TableValueError
  | TableLockError
  | TableWriteError
  | FolderMissingError
  | LabConflictError
  | DuplicateSessionError;
