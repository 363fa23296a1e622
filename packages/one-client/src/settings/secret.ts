/** What a secret looks like wherever it is shown. */
const HIDDEN = "****";

/**
 * A password or token that does not show itself: not in text, not in JSON, not in a console's listing.
 *
 * Only {@link Secret.reveal} gives the value, so that every use of it can be found.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. */
  reveal(): string {
    return this.#value;
  }

  /** Four asterisks, whatever the length. */
  toString(): string {
    return HIDDEN;
  }

  /** Four asterisks, whatever the length. */
  toJSON(): string {
    return HIDDEN;
  }
}

/**
 * A text with every occurrence of some secrets replaced by asterisks; for messages that a server wrote.
 *
 * @param secrets - `undefined` and empty ones are skipped.
 */
export function withoutSecrets(text: string, secrets: readonly (Secret | undefined)[]): string {
  let clean = text;
  for (const secret of secrets) {
    const value = secret?.reveal() ?? "";
    if (value !== "") clean = clean.replaceAll(value, HIDDEN);
  }
  return clean;
}
