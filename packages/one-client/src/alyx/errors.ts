import { DataError, type ErrorGuard, errorGuard } from "@neurophys/alf";
import { type AlyxTagError } from "../one-alyx/errors.ts";
import { type AlyxClientError } from "./client/errors.ts";

/** Text of a record is shown up to this length. */
const SHOWN_LENGTH = 200;

/** What may be shown of a value: addresses without what is secret in them; of records, which may hold keys, nothing. */
function shownValue(value: unknown): AlyxInvalidRecordError["found"] {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a record";
  if (typeof value !== "string") return value as AlyxInvalidRecordError["found"];
  const plain = value.replace(/\/\/[^/?#\s]*@/g, "//").replace(/(:\/\/[^?]*)\?.*$/s, "$1");
  return plain.length > SHOWN_LENGTH ? `${plain.slice(0, SHOWN_LENGTH)}…` : plain;
}

/** A record of the database lacks a field, or holds something else in it than it should. */
export class AlyxInvalidRecordError extends DataError {
  override readonly name = "AlyxInvalidRecordError";
  readonly code = "alyx/invalid-record";
  /** Which field of which record, e.g. `"session.start_time"`. */
  readonly field: string;
  /** What the record holds there, of a list or record only that it is one; `undefined` if it has no such field. */
  readonly found: string | number | boolean | bigint | null | undefined;

  constructor(field: string, found: unknown, expected: string, options?: ErrorOptions) {
    const shown = shownValue(found);
    const text = typeof shown === "object" || typeof shown === "string" ? JSON.stringify(shown) : String(shown);
    super(`Unusable record: ${field} is ${shown === undefined ? "not there" : text} (expected ${expected})`, options);
    this.field = field;
    this.found = shown;
  }
}

/** The database knows no session with an id that was asked for. Python: `AttributeError` on `None`. */
export class AlyxSessionNotFoundError extends DataError {
  override readonly name = "AlyxSessionNotFoundError";
  readonly code = "alyx/session-not-found";
  /** Ids without a record. */
  readonly eids: readonly string[];

  constructor(eids: readonly string[], options: ErrorOptions & { readonly database?: string | undefined } = {}) {
    const { database, ...others } = options;
    const where = database === undefined ? "the database" : database;
    super(`No session ${eids.map((eid) => `"${eid}"`).join(", ")} in ${where}`, others);
    this.eids = eids;
  }
}

/** The database knows no file, at an address, for a dataset or aggregate. Python: `ALFObjectNotFound`. */
export class AlyxDatasetNotFoundError extends DataError {
  override readonly name = "AlyxDatasetNotFoundError";
  readonly code = "alyx/dataset-not-found";
  /** Path or name that was asked for. */
  readonly dataset: string;

  constructor(dataset: string, where: string, options?: ErrorOptions) {
    super(`No file record for "${dataset}" in ${where}`, options);
    this.dataset = dataset;
  }
}

/** An argument has a type that the request cannot use. Python: `TypeError`. */
export class AlyxArgumentTypeError extends DataError {
  override readonly name = "AlyxArgumentTypeError";
  readonly code = "alyx/argument-type";
  /** Name of the argument or search term. */
  readonly argument: string;

  constructor(argument: string, value: unknown, expected: string, options?: ErrorOptions) {
    super(`Wrong type of ${argument}: ${JSON.stringify(value) ?? String(value)} (expected ${expected})`, options);
    this.argument = argument;
  }
}

/** A question that only a database answers was asked of tables. Python: `AssertionError`. */
export class AlyxOfflineError extends DataError {
  override readonly name = "AlyxOfflineError";
  readonly code = "alyx/offline";
  /** What was asked. */
  readonly question: string;

  constructor(question: string, options?: ErrorOptions) {
    super(`${question} needs the database, and the mode is "local" (expected "remote" or "auto")`, options);
    this.question = question;
  }
}

/** Every error that this entry throws on purpose, beside those of search terms, ALF names, settings and transfers. */
export type AlyxError =
  | AlyxInvalidRecordError
  | AlyxSessionNotFoundError
  | AlyxDatasetNotFoundError
  | AlyxArgumentTypeError
  | AlyxOfflineError
  | AlyxTagError
  | AlyxClientError;

/** True for errors of this entry; with codes, only for those: `isAlyxError(e, "alyx/session-not-found")`. */
export const isAlyxError: ErrorGuard<AlyxError> = errorGuard<AlyxError>("alyx/");
