import { DataError, type ErrorGuard, errorGuard } from "@neurophys/alf";

/** Where in a file something was found: key in its store, and which column, if one is concerned. */
export interface TablePlace {
  /** Key in the store, or a word for bytes that came from nowhere in particular. */
  readonly key: string;
  readonly column?: string | undefined;
}

function at({ key, column }: TablePlace): string {
  return column === undefined ? key : `${key}, column "${column}"`;
}

/** The store has no such key. */
export class TableNotFoundError extends DataError {
  readonly code = "tables/not-found";
  readonly key: string;
  readonly location: string;

  constructor(key: string, location: string) {
    super(`No table "${key}" in ${location}`);
    this.key = key;
    this.location = location;
  }
}

/** The bytes are not a Parquet file, or contradict themselves. */
export class CorruptParquetError extends DataError {
  readonly code = "tables/corrupt-parquet";
  readonly place: TablePlace;
  readonly reason: string;

  constructor(place: TablePlace, reason: string, options?: ErrorOptions) {
    super(`Corrupt Parquet file ${at(place)}: ${reason}`, options);
    this.place = place;
    this.reason = reason;
  }
}

/** The file ends before what it announces, as after an interrupted copy. */
export class TruncatedParquetError extends DataError {
  readonly code = "tables/truncated-parquet";
  readonly place: TablePlace;
  readonly neededBytes: number;
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
  readonly code = "tables/unsupported-parquet";
  readonly place: TablePlace;
  readonly feature: string;

  constructor(place: TablePlace, feature: string) {
    super(`Unsupported Parquet file ${at(place)}: ${feature}`);
    this.place = place;
    this.feature = feature;
  }
}

/** The file announces more than its size can justify, or more than one Arrow column can hold. */
export class TableTooLargeError extends DataError {
  readonly code = "tables/too-large";
  readonly place: TablePlace;
  readonly what: string;
  readonly claimed: number;
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
  readonly code = "tables/invalid-utf8";
  readonly place: TablePlace;

  constructor(place: TablePlace) {
    super(`Text of ${at(place)} is not UTF-8`);
    this.place = place;
  }
}

/** A column was asked for that the table does not have. */
export class ColumnNotFoundError extends DataError {
  readonly code = "tables/column-not-found";
  readonly column: string;
  readonly available: readonly string[];

  constructor(column: string, available: readonly string[]) {
    super(`No column "${column}": expected one of ${available.map((name) => `"${name}"`).join(", ") || "none at all"}`);
    this.column = column;
    this.available = available;
  }
}

/** Values given for a column do not fit together, or not their column. */
export class InvalidColumnError extends DataError {
  readonly code = "tables/invalid-column";
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`Invalid column: ${reason}`, options);
    this.reason = reason;
  }
}

/** A column's type has no form in the format asked for. */
export class UnsupportedColumnTypeError extends DataError {
  readonly code = "tables/unsupported-type";
  readonly column: string;
  readonly type: string;
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
  readonly code = "tables/invalid-yaml";
  readonly key: string;
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
