import { DataError } from "@neurophys/alf";

/** A database cannot be opened: it is not there, refuses, or is newer than this program. */
export class DatabaseOpenError extends DataError {
  override readonly name = "DatabaseOpenError";
  readonly code = "sandbox/database-open";
  /** Folder, or host and database name; never with user or password. */
  readonly place: string;

  constructor(place: string, problem: string, options?: ErrorOptions) {
    super(`Cannot open the database: ${place} (${problem})`, options);
    this.place = place;
  }
}
