import { DataError } from "@neurophys/alf";

/** Tables of a release were asked for that the database does not have, or those at hand are of several. */
export class AlyxTagError extends DataError {
  override readonly name = "AlyxTagError";
  readonly code = "alyx/unknown-tag";
  /** What was asked for, or found. */
  readonly tag: string;
  /** Releases that the database has tables of. */
  readonly tags: readonly string[];

  constructor(tag: string, tags: readonly string[], options?: ErrorOptions) {
    const expected = tags.length === 0 ? "one release that the database has tables of" : `one of ${tags.join(", ")}`;
    super(`No cache tables of the release ${JSON.stringify(tag)} (expected ${expected})`, options);
    this.tag = tag;
    this.tags = tags;
  }
}
