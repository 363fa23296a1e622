import { clientFetch } from "./client-fetch.ts";
import { isForExchange } from "./exchange.ts";
import { exchangeFetch } from "./exchange-fetch.ts";

/**
 * A `fetch` for downloads: it does what the one of Node does, for a fraction of its processor time. Redirects are not followed;
 * requests with a body go to Node's `fetch`.
 *
 * @returns The answer, whose body `sourceOf` reads at full speed; any status is an answer.
 * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
 */
export async function nodeFetch(request: Request, init?: RequestInit): Promise<Response> {
  if (request.body !== null) return await fetch(request, init);
  request.signal.throwIfAborted();
  const isPlain = request.method === "GET" && request.url.startsWith("http:") && isForExchange(request.headers.keys());
  return (isPlain ? await exchangeFetch(request) : undefined) ?? (await clientFetch(request));
}
