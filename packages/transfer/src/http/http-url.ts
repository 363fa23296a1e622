import { InvalidUrlError } from "../errors/http-errors.ts";
import { basicAuth, type Credential } from "./credential.ts";

/** An address without secrets, and the credential that stood in it. */
export interface HttpAddress {
  /** Without user, password and fragment. */
  readonly url: URL;
  /** From `https://user:password@…`; `undefined` if there was none. */
  readonly credential: Credential | undefined;
}

/**
 * Parse the address of something to transfer.
 *
 * A `#` belongs to the path, as in the revision folders of ALF: a download has no use for a fragment, and the path would
 * be cut short.
 *
 * @throws {@link InvalidUrlError} if `text` is no absolute address, or has another scheme than `http:` and `https:`.
 * @see Source: `http_download_file` in ONE, `one/webclient.py`, which quotes the whole path; here `%` is taken as it
 *   stands, so that an address that is encoded already stays what it is.
 */
export function parseHttpUrl(text: string | URL): HttpAddress {
  let url: URL;
  try {
    url = new URL(String(text).trim().replaceAll("#", "%23"));
  } catch {
    // Without the cause: the engine's error carries the whole address.
    throw new InvalidUrlError("is not an absolute address");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new InvalidUrlError(`begins with ${JSON.stringify(url.protocol)}`);
  }
  if (url.username === "" && url.password === "") return { url, credential: undefined };
  const user = percentDecoded(url.username);
  const password = percentDecoded(url.password);
  url.username = "";
  url.password = "";
  return { url, credential: basicAuth(url, user, password) };
}

/** An address as it may stand in a message: without user, password, query and fragment. */
export function publicUrl(url: string | URL): string {
  try {
    const { origin, pathname } = typeof url === "string" ? new URL(url) : url;
    return origin + pathname;
  } catch {
    return "(an address that cannot be parsed)";
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare "%" in a password is meant literally
  }
}
