import { type JsonValue } from "@neurophys/alf";
import { type ColumnType, type Generated } from "kysely";

/** A structured value. Written as JSON text, so that a text and the text of a text are told apart on both databases. */
export type JsonColumn = ColumnType<JsonValue | null, string | null | undefined, string | null>;

/** Time in the server's zone, UTC: `"2024-01-02 03:04:05.123456"` when read; any ISO form when written. */
export type TimeColumn = ColumnType<string, string | undefined, string>;

/** A {@link TimeColumn} that may be missing. */
export type OptionalTimeColumn = ColumnType<string | null, string | null | undefined, string | null>;

/** Value that may be missing, and need not be given. */
export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** Columns that nearly every record has. */
export interface RecordColumns {
  /** A random UUID unless given. */
  id: Generated<string>;
  json: JsonColumn;
}

/** Columns of a record with a name. */
export interface NamedColumns extends RecordColumns {
  name: string;
}
