import { type ByteSource, webSource } from "../http/byte-source.ts";
import { isEncoding } from "../http/file-version.ts";
import { decoded } from "./decoded.ts";
import { Exchange } from "./exchange.ts";
import { ExchangeBody } from "./exchange-body.ts";

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** What lies below the bodies of {@link nodeFetch}; made when it is asked for. */
const SOURCES: WeakMap<Response, () => ByteSource> = new WeakMap();

/**
 * A `fetch` for downloads: it does what the one of Node does, for a fraction of its processor time. Redirects are not
 * followed; requests with a body, or other than GET and HEAD, go to Node's `fetch`.
 *
 * @returns The answer, whose body `sourceOf` reads at full speed; any status is an answer.
 * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
 */
export async function nodeFetch(request: Request, init?: RequestInit): Promise<Response> {
  const { method, signal } = request;
  if (request.body !== null || (method !== "GET" && method !== "HEAD")) return await fetch(request, init);
  signal.throwIfAborted();
  const body = new ExchangeBody(await Exchange.open());
  const headers = Object.fromEntries(request.headers);
  const head = await body.ask({ url: new URL(request.url), method, headers }, signal);
  if (WITHOUT_BODY.has(head.status) || method === "HEAD") {
    body.drain();
    return withUrl(new Response(null, head), request.url);
  }
  const encodings = head.headers["content-encoding"] ?? "";
  const source = (): ByteSource => (isEncoding(encodings) ? decoded(body, encodings) : body);
  const response = new Response(webStreamOf(source, body), head);
  SOURCES.set(response, source);
  return withUrl(response, request.url);
}

/** The pieces of a body, past the stream of the web where there is something quicker below it. */
export function sourceOf(response: Response): ByteSource {
  const source = SOURCES.get(response);
  if (source !== undefined) return source();
  return response.body === null ? { pump: async () => undefined, cancel: () => undefined } : webSource(response.body);
}

/** A constructed answer has no address of its own. */
function withUrl(response: Response, url: string): Response {
  Object.defineProperty(response, "url", { value: url });
  return response;
}

/** For whoever takes the body as a stream of the web, or does not want it; nothing flows before it is asked for. */
function webStreamOf(open: () => ByteSource, body: ExchangeBody): ReadableStream<Uint8Array<ArrayBuffer>> {
  let source: ByteSource | undefined;
  let isOpen = true;
  /** What waits for the next piece, and what holds it back. */
  let given = (): void => undefined;
  let goOn = (): void => undefined;
  const begin = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
    source = open();
    const end = source.pump((piece) => {
      // A piece is only lent.
      if (isOpen) controller.enqueue(new Uint8Array(piece));
      given();
      return new Promise((resolve) => {
        goOn = resolve;
      });
    });
    end
      .then(
        () => isOpen && controller.close(),
        (error: unknown) => controller.error(error),
      )
      .finally(() => given());
  };
  return new ReadableStream(
    {
      pull: (controller) =>
        new Promise((resolve) => {
          given = resolve;
          if (source === undefined) begin(controller);
          else goOn();
        }),
      cancel: () => {
        isOpen = false;
        if (source === undefined) body.dismiss();
        else source.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
