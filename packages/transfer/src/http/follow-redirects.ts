import { RedirectRefusedError } from "../errors/http-errors.ts";
import { publicUrl } from "./http-url.ts";

/** What `fetch` is, as far as it is used here. */
export type FetchFunction = (input: Request, init?: RequestInit) => Promise<Response>;

/** As many as curl's `--max-redirs` and Firefox follow. */
const MAX_REDIRECTS = 20;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Headers that are for one server only. */
const PERSONAL = /^(?:authorization|cookie|proxy-authorization|x-amz-.*)$/;

/**
 * Follow redirects one by one, so that no header that is for one server reaches another.
 *
 * Browsers hide where a redirect leads; they follow it themselves, refuse other schemes, and drop `Authorization` on the
 * way to another origin by the Fetch standard.
 *
 * @param fetch - What sends a single request.
 * @returns A function that throws {@link RedirectRefusedError} for redirects to other schemes than http and https, from
 *   https to http, of requests with a body, without end, or to an address with a user and password in it.
 */
export function followRedirects(fetch: FetchFunction): FetchFunction {
  return async (request, init) => {
    if (request.redirect !== "follow") return await fetch(request, init);
    let hop = request;
    for (let count = 0; count <= MAX_REDIRECTS; count++) {
      const response = await fetch(hop, { ...init, redirect: "manual" });
      if (response.type === "opaqueredirect") return await fetch(request, init);
      const location = response.headers.get("Location");
      if (!REDIRECTS.has(response.status) || location === null) return response;
      await response.body?.cancel();
      hop = nextHop(hop, location);
    }
    throw new RedirectRefusedError(publicUrl(request.url), `is one of more than ${MAX_REDIRECTS}`);
  };
}

function nextHop(hop: Request, location: string): Request {
  const from = publicUrl(hop.url);
  if (hop.method !== "GET" && hop.method !== "HEAD") {
    throw new RedirectRefusedError(from, `asks to send the body of a ${hop.method} elsewhere`);
  }
  const next = resolved(location, hop.url);
  if (next === undefined) throw new RedirectRefusedError(from, "leads to something that is no address");
  if (next.protocol !== "http:" && next.protocol !== "https:") {
    throw new RedirectRefusedError(from, `leads to the scheme ${JSON.stringify(next.protocol)}`);
  }
  const current = new URL(hop.url);
  if (current.protocol === "https:" && next.protocol === "http:") {
    throw new RedirectRefusedError(from, "leads from https to http");
  }
  if (next.username !== "" || next.password !== "") {
    throw new RedirectRefusedError(from, "leads to an address with a user name in it");
  }
  const headers = new Headers(hop.headers);
  if (next.origin !== current.origin) {
    for (const name of [...headers.keys()]) if (PERSONAL.test(name)) headers.delete(name);
  }
  return new Request(next, { method: hop.method, headers, signal: hop.signal });
}

function resolved(location: string, base: string): URL | undefined {
  try {
    return new URL(location, base);
  } catch {
    return undefined;
  }
}
