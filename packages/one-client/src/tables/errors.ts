import { DataError } from "@neurophys/alf";

/** A table's file cannot be read as one: not Parquet, cut off, or with metadata that is not JSON. */
export class UnreadableTableError extends DataError {
  override readonly name = "UnreadableTableError";
  readonly code = "one/table-unreadable";
  /** Name of the table, which is its file's name without `.pqt`. */
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
  /** Name of the table, which is its file's name without `.pqt`. */
  readonly table: string;
  /** The columns that it does have, in file order. */
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
  /** The name that no loaded table has. */
  readonly table: string;
  /** Names of the tables that are loaded. */
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
  /** Name of the table. */
  readonly table: string;
  /** Columns that the table has, or needs for its index, and the records lack. */
  readonly missing: readonly string[];
  /** Columns that the table does not have, or whose length differs from that of the index. */
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
  /** Name of the column. */
  readonly column: string;
  /** Position of the value in the column as it was handed in, from 0. */
  readonly row: number;
  /** The value as text. */
  readonly value: string;
  /** What the column holds, in words, e.g. `"a date YYYY-MM-DD"`. */
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
  /** Path of the lock file. */
  readonly location: string;
  /** Who holds it, as far as its lock file says. */
  readonly owner: string;
  /** How long the lock was waited for. */
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
  /** Path of the file or folder that could not be written. */
  readonly location: string;

  constructor(location: string, options?: ErrorOptions) {
    const why = options?.cause instanceof Error ? `: ${options.cause.message}` : "";
    super(`Cache tables were not written: ${location}${why} (expected a folder to write to)`, options);
    this.location = location;
  }
}

/** A place without cache tables that cannot say what else it holds: most likely a wrong address. */
export class NoTablesError extends DataError {
  override readonly name = "NoTablesError";
  readonly code = "one/table-none";
  /** URL or folder that was asked, without secrets. */
  readonly location: string;

  constructor(location: string, options?: ErrorOptions) {
    super(`No cache tables at ${location} (expected sessions.pqt and datasets.pqt)`, options);
    this.location = location;
  }
}

/** A folder to index, or to write tables to, that is not there or is no folder. */
export class FolderMissingError extends DataError {
  override readonly name = "FolderMissingError";
  readonly code = "one/table-folder-missing";
  /** Absolute path that was to be a folder. */
  readonly location: string;

  constructor(location: string, options?: ErrorOptions) {
    super(`No such folder, or a file: ${location} (expected an existing folder)`, options);
    this.location = location;
  }
}

/** A lab name was given for folders that already name another one. */
export class LabConflictError extends DataError {
  override readonly name = "LabConflictError";
  readonly code = "one/table-lab-conflict";
  /** The lab that was given. */
  readonly lab: string;
  /** Other labs that folders name, each once. */
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
  /** Absolute paths of both folders, in the order found. */
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
  | NoTablesError
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
