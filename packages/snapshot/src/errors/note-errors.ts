import { DataError } from "@neurophys/alf";

/** Text for a message: as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}

/** The id of what images are to be about is no version 4 UUID. Python: `ValueError`. */
export class InvalidObjectIdError extends DataError {
  override readonly name = "InvalidObjectIdError";
  readonly code = "snapshot/invalid-object-id";
  /** As given. */
  readonly objectId: unknown;

  constructor(objectId: unknown, options?: ErrorOptions) {
    super(`Not the id of a record: ${shown(objectId)} (expected a version 4 UUID)`, options);
    this.objectId = objectId;
  }
}

/** Nobody is logged in to the database. Python: `AssertionError`. */
export class NotLoggedInError extends DataError {
  override readonly name = "NotLoggedInError";
  readonly code = "snapshot/not-logged-in";

  constructor(options?: ErrorOptions) {
    super("Nobody is logged in to the database (expected a login first: await alyx.authenticate())", options);
  }
}

/** The database has no record of that id and type. Python: a logged error, and `None`. */
export class TargetMismatchError extends DataError {
  override readonly name = "TargetMismatchError";
  readonly code = "snapshot/target-mismatch";
  /** Id that was asked for. */
  readonly objectId: string;
  /** Type that it was to have. */
  readonly contentType: string;

  constructor(objectId: string, contentType: string, options?: ErrorOptions) {
    super(`No object of type "${contentType}" has the id ${objectId} (expected one in the database)`, options);
    this.objectId = objectId;
    this.contentType = contentType;
  }
}

/** A width at which the database fails and keeps a broken note. */
export class InvalidWidthError extends DataError {
  override readonly name = "InvalidWidthError";
  readonly code = "snapshot/invalid-width";
  /** As given; `undefined` for the database's own. */
  readonly width: unknown;

  constructor(width: unknown, expected: string, options?: ErrorOptions) {
    super(`Width ${shown(width)} is not possible (expected ${expected})`, options);
    this.width = width;
  }
}

/** Lists of texts, widths or JSON documents that are neither as long as the list of images nor of one item. */
export class UnequalListsError extends DataError {
  override readonly name = "UnequalListsError";
  readonly code = "snapshot/unequal-lists";
  /** Length of each list by its name. */
  readonly lengths: Readonly<Record<string, number>>;

  constructor(lengths: Readonly<Record<string, number>>, options?: ErrorOptions) {
    const found = Object.entries(lengths).map(([name, length]) => `${length} ${name}`);
    super(`Lists of unequal length: ${found.join(", ")} (expected one item in all, or one an image)`, options);
    this.lengths = lengths;
  }
}

/** A document for a note's `json` field that JSON cannot hold. Python sends it, and the database refuses it. */
export class UnwritableJsonError extends DataError {
  override readonly name = "UnwritableJsonError";
  readonly code = "snapshot/unwritable-json";
  /** Where in the document, e.g. `"$.depths[3]"`. */
  readonly path: string;

  constructor(path: string, found: string, options?: ErrorOptions) {
    super(
      `JSON cannot hold ${found} at ${path} (expected text, finite numbers, truths, null, lists, records)`,
      options,
    );
    this.path = path;
  }
}

/** There is no such file. Python: `FileNotFoundError`, after the old note was deleted. */
export class ImageNotFoundError extends DataError {
  override readonly name = "ImageNotFoundError";
  readonly code = "snapshot/image-not-found";
  /** As given. */
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`No image file ${shown(path)} (expected a file that can be read)`, options);
    this.path = path;
  }
}

/** Something that is no image, or none that the database takes: empty, of an unknown kind, without the name it needs. */
export class InvalidImageError extends DataError {
  override readonly name = "InvalidImageError";
  readonly code = "snapshot/invalid-image";
  /** Its name, or what it is where it has none. */
  readonly image: string;

  constructor(image: string, reason: string, expected: string, options?: ErrorOptions) {
    super(`Not an image to register: ${shown(image)} ${reason} (expected ${expected})`, options);
    this.image = image;
  }
}

/** The database sent a record that lacks what is needed of it. */
export class InvalidRecordError extends DataError {
  override readonly name = "InvalidRecordError";
  readonly code = "snapshot/invalid-record";
  /** Where it came from, e.g. `"notes"`. */
  readonly endpoint: string;

  constructor(endpoint: string, found: string, expected: string, options?: ErrorOptions) {
    super(`Record of "${endpoint}" has ${found} (expected ${expected})`, options);
    this.endpoint = endpoint;
  }
}
