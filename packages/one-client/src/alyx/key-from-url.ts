/** What Python's `\s` matches beside JavaScript's: file, group, record and unit separators, and NEL. */
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const NOT_KEY = new RegExp(String.raw`(?!${SPACE})[^.\p{L}\p{N}_-]`, "gu");
const HYPHENS = new RegExp(`(?:-|${SPACE})+`, "gu");

/**
 * Key under which the settings of a database are filed: its URL made fit for a file name.
 *
 * A key given instead of a URL comes back as it is. Only a lower-case `http://` or `https://` is dropped; other
 * characters that are not letters, digits, `_`, `.` or `-` become `_`, and runs of white space and hyphens one hyphen.
 *
 * @param url - URL of a database, e.g. `"https://alyx.example.org:8000/"`.
 * @returns The key, e.g. `"alyx.example.org_8000"`.
 * @see Source: `_key_from_url` in ONE, `one/params.py`; no difference.
 */
export function keyFromUrl(url: string): string {
  const address = url
    .normalize("NFKC")
    .replace(/^https?:\/\//, "")
    .replace(/^\/+|\/+$/g, "");
  return address.toLowerCase().replace(NOT_KEY, "_").replace(HYPHENS, "-");
}
