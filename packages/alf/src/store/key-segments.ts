import { InvalidKeyError } from "./errors.ts";

/**
 * Split a key into its parts, after making sure that it can only name something inside a store.
 *
 * @param key - Relative, `/`-separated: `"alf/#2024-05-06#/spikes.times.npy"`.
 * @returns The parts, in order; at least one, none empty, none `.` or `..`.
 * @throws {@link InvalidKeyError} if `key` is empty, absolute, begins with a drive letter, has an empty, `.` or `..`
 *   part, or contains a back slash, a NUL or half a surrogate pair.
 */
export function keySegments(key: string): readonly string[] {
  const reason = whatIsWrong(key);
  if (reason !== undefined) throw new InvalidKeyError(key, reason);
  return key.split("/");
}

/** The end of the sentence "the key …", or `undefined` for a good one. */
function whatIsWrong(key: string): string | undefined {
  if (key === "") return "is empty";
  if (key.startsWith("/")) return "is absolute";
  if (/^[A-Za-z]:/.test(key)) return "begins with a drive letter";
  if (key.includes("\\")) return "contains a back slash";
  if (key.includes("\0")) return "contains a NUL";
  if (/\p{Surrogate}/u.test(key)) return "contains half a surrogate pair";
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(key)) return 'contains "." or ".." as a part';
  if (key.endsWith("/") || key.includes("//")) return "contains an empty part";
  return undefined;
}
