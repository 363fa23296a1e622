import { HTTPError, type KyInstance } from "ky";
import { createHttp, type HttpPolicy } from "./create-http.ts";
import { credentialFor } from "./credential.ts";
import { typedHttpFailure } from "./http-failure.ts";
import { publicUrl } from "./http-url.ts";
import { StallWatch } from "./stall-watch.ts";

/** Options of {@link createFetch}. */
export interface FetchOptions extends HttpPolicy {
  /** Longest time without a byte of the body, in ms. 60,000 by default. */
  readonly stallMs?: number | undefined;
}

/** What the stores of `@neurophys/alf/store` take as their `fetch`. */
export type StoreFetch = (request: Request) => Promise<Response>;

/**
 * The `fetch` for stores over HTTP: with retries, time limits and credentials, and every status as an answer.
 *
 * @param ky - The HTTP client to extend.
 * @returns A function that gives the last answer, whatever its status, and throws a `TypeError` where there is none, as
 *   `fetch` does; {@link TransferTimeoutError} if the server is too slow, {@link RedirectRefusedError} for a redirect
 *   that is not followed.
 *
 * @example
 * ```ts
 * const fetch = createFetch(ky, { credentials: [basicAuth("https://data.lab.org", user, password)] });
 * const store = new HttpStore("https://data.lab.org/public", { fetch });
 * ```
 */
export function createFetch(ky: KyInstance, options: FetchOptions = {}): StoreFetch {
  const http = createHttp(ky, options);
  const stallMs = options.stallMs ?? 60_000;
  return async (request) => {
    try {
      return watched(await http(request), request, stallMs);
    } catch (error) {
      if (error instanceof HTTPError) {
        return watched(error.response, request, stallMs);
      }
      // Stores name the failures of the network themselves.
      if (error instanceof TypeError) throw error;
      const credentialsSent = credentialFor(options.credentials ?? [], request.url) !== undefined;
      throw typedHttpFailure(error, { url: request.url, timeoutMs: options.timeoutMs ?? 30_000, credentialsSent });
    }
  };
}

/** The same answer with a body that does not stall for ever. */
function watched(response: Response, { url, signal }: Request, stallMs: number): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const watch = new StallWatch(
    { url: publicUrl(url), stallMs, signal },
    () => void reader.cancel().catch(() => undefined),
  );
  const read = async (): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    watch.throwIfOver();
    watch.begin();
    const { value } = await reader.read();
    watch.end();
    watch.throwIfOver();
    return value;
  };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const piece = await read();
          if (piece !== undefined) return controller.enqueue(piece);
          controller.close();
        } catch (error) {
          controller.error(error);
          await reader.cancel().catch(() => undefined);
        }
        watch.stop();
      },
      async cancel(reason) {
        watch.stop();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  const copy = new Response(body, { status, statusText, headers });
  // A constructed answer has no address of its own.
  Object.defineProperty(copy, "url", { value: response.url });
  return copy;
}
