import { sha1Hex } from "./sha1.ts";

/**
 * Name of the file that holds a cached answer of the database in the `.rest` folder.
 *
 * @param query - Query relative to the base URL, as it is sent, e.g. `"/sessions?subject=KS005"`.
 * @returns 40 hexadecimal digits. The file holds the JSON of `[answer, expiry as local ISO time]`.
 * @see Source: `_cache_response` in ONE, `one/webclient.py`; no difference, so that both read each other's answers.
 */
export function restCacheName(query: string): string {
  return sha1Hex(new TextEncoder().encode(query));
}
