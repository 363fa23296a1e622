import { DataError, type ErrorGuard, errorGuard } from "@neurophys/alf";

/** Where in a file something was found: key in its store, and which column, if one is concerned. */
export interface TablePlace {
  /** Key in the store, or a word for bytes that came from nowhere in particular. */
  readonly key: string;
  /** Name of the column, if one is concerned. */
  readonly column?: string | undefined;
}

function at({ key, column }: TablePlace): string {
  return column === undefined ? key : `${key}, column "${column}"`;
}

/** The store has no such key. */
export class TableNotFoundError extends DataError {
  override readonly name = "TableNotFoundError";
  readonly code = "tables/not-found";
  /** Key in the store, or the name given for messages. */
  readonly key: string;
  /** Folder or address of the store, without secrets. */
  readonly location: string;

  constructor(key: string, location: string) {
    super(`No table "${key}" in ${location} (expected an existing file)`);
    this.key = key;
    this.location = location;
  }
}

/** The bytes are not a Parquet file, or contradict themselves. */
export class CorruptParquetError extends DataError {
  override readonly name = "CorruptParquetError";
  readonly code = "tables/corrupt-parquet";
  /** Where it was found. */
  readonly place: TablePlace;
  /** What is wrong, in words. */
  readonly reason: string;

  constructor(place: TablePlace, reason: string, options?: ErrorOptions) {
    super(`Corrupt Parquet file ${at(place)}: ${reason}`, options);
    this.place = place;
    this.reason = reason;
  }
}

/** The file ends before what it announces, as after an interrupted copy. */
export class TruncatedParquetError extends DataError {
  override readonly name = "TruncatedParquetError";
  readonly code = "tables/truncated-parquet";
  /** Where it was found. */
  readonly place: TablePlace;
  /** What the file announces. */
  readonly neededBytes: number;
  /** What the file has. */
  readonly sizeBytes: number;

  constructor(place: TablePlace, neededBytes: number, sizeBytes: number) {
    super(`Truncated Parquet file ${at(place)}: ${neededBytes} bytes are announced, the file has ${sizeBytes}`);
    this.place = place;
    this.neededBytes = neededBytes;
    this.sizeBytes = sizeBytes;
  }
}

/** A valid file that uses a part of the format that is not read here. */
export class UnsupportedParquetError extends DataError {
  override readonly name = "UnsupportedParquetError";
  readonly code = "tables/unsupported-parquet";
  /** Where it was found. */
  readonly place: TablePlace;
  /** What is not read. */
  readonly feature: string;

  constructor(place: TablePlace, feature: string) {
    super(`Unsupported Parquet file ${at(place)}: ${feature}`);
    this.place = place;
    this.feature = feature;
  }
}

/** The file announces more than its size can justify, or more than one Arrow column can hold. */
export class TableTooLargeError extends DataError {
  override readonly name = "TableTooLargeError";
  readonly code = "tables/too-large";
  /** Where it was found. */
  readonly place: TablePlace;
  /** What there is too much of: `"rows"`, `"bytes of columns"` …. */
  readonly what: string;
  /** How many are announced. */
  readonly claimed: number;
  /** How many are accepted. */
  readonly limit: number;

  constructor(
    place: TablePlace,
    what: string,
    { claimed, limit }: { readonly claimed: number; readonly limit: number },
  ) {
    super(`Too large: ${at(place)} announces ${claimed} ${what}, expected at most ${limit}`);
    this.place = place;
    this.what = what;
    this.claimed = claimed;
    this.limit = limit;
  }
}

/** A text column holds bytes that are not UTF-8. */
export class InvalidUtf8Error extends DataError {
  override readonly name = "InvalidUtf8Error";
  readonly code = "tables/invalid-utf8";
  /** Where it was found. */
  readonly place: TablePlace;

  constructor(place: TablePlace) {
    super(`Text of ${at(place)} is not UTF-8`);
    this.place = place;
  }
}

/** Names of columns in a message, at most. */
const SHOWN = 20;

/** A column was asked for that the table does not have. */
export class ColumnNotFoundError extends DataError {
  override readonly name = "ColumnNotFoundError";
  readonly code = "tables/column-not-found";
  /** Name of the column. */
  readonly column: string;
  /** Names of the columns that are there. */
  readonly available: readonly string[];

  constructor(column: string, available: readonly string[]) {
    const shown = available.slice(0, SHOWN).map((name) => `"${name}"`);
    if (available.length > SHOWN) shown.push(`… ${available.length - SHOWN} more`);
    super(`No column "${column}": expected one of ${shown.join(", ") || "none at all"}`);
    this.column = column;
    this.available = available;
  }
}

/** Values given for a column do not fit together, or not their column. */
export class InvalidColumnError extends DataError {
  override readonly name = "InvalidColumnError";
  readonly code = "tables/invalid-column";
  /** What is wrong, in words. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`Invalid column: ${reason}`, options);
    this.reason = reason;
  }
}

/** A column's type has no form in the format asked for. */
export class UnsupportedColumnTypeError extends DataError {
  override readonly name = "UnsupportedColumnTypeError";
  readonly code = "tables/unsupported-type";
  /** Name of the column. */
  readonly column: string;
  /** The column's type. */
  readonly type: string;
  /** What it was to become. */
  readonly format: string;

  constructor(column: string, type: string, format: string) {
    super(`Column "${column}" of type ${type} cannot be written as ${format}`);
    this.column = column;
    this.type = type;
    this.format = format;
  }
}

/** A YAML file does not parse, holds several documents, or nests or repeats without measure. */
export class InvalidYamlError extends DataError {
  override readonly name = "InvalidYamlError";
  readonly code = "tables/invalid-yaml";
  /** Key in the store, or the name given for messages. */
  readonly key: string;
  /** What is wrong, in words. */
  readonly reason: string;

  constructor(key: string, reason: string, options?: ErrorOptions) {
    super(`Invalid YAML file ${key}: ${reason}`, options);
    this.key = key;
    this.reason = reason;
  }
}

/** Every error this package throws on purpose. */
export type TablesError =
  | TableNotFoundError
  | CorruptParquetError
  | TruncatedParquetError
  | UnsupportedParquetError
  | TableTooLargeError
  | InvalidUtf8Error
  | ColumnNotFoundError
  | InvalidColumnError
  | UnsupportedColumnTypeError
  | InvalidYamlError;

/** True for an error of this package; with codes, for one of those. */
export const isTablesError: ErrorGuard<TablesError> = errorGuard<TablesError>("tables/");
