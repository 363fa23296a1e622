import { InvalidRegistrationError } from "./errors.ts";

/** What may be appended, in the order of the characters' codes, which is that of revisions. */
const SUFFIXES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The first revision made by appending a character that is not taken yet.
 *
 * @param revision - A date or any other name.
 * @param reserved - Revisions that are taken.
 * @param alpha - Character to begin with.
 * @returns `revision` + `alpha` if that is free, else with the next digit or letter; after `z` follow `za`, `zb` …
 * @throws {@link InvalidRegistrationError} if `alpha` is not one character.
 * @see Source: `RegistrationClient._next_revision` in ONE, `one/registration.py`. There characters that the database
 *   refuses in a revision follow upon `9`, `Z` and `z`.
 * @example `nextRevision("2020-01-01", ["2020-01-01a"])` is `"2020-01-01b"`.
 */
export function nextRevision(revision: string, reserved: Iterable<string> = [], alpha = "a"): string {
  if (Array.from(alpha).length !== 1) throw new InvalidRegistrationError("alpha", alpha, "one character");
  const taken = new Set(reserved);
  let base = revision;
  for (let first = alpha; ; first = "a") {
    for (const suffix of SUFFIXES) {
      if (suffix >= first && !taken.has(base + suffix)) return base + suffix;
    }
    base += first > "z" ? first : "z";
  }
}
