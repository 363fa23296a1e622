import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import { type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type ChunkSource, webSource } from "../http/chunk-source.ts";
import { isEncoded } from "../http/file-version.ts";
import { readableSource } from "./readable-source.ts";

/** Connections that are kept open between requests; those that wait do not keep the process alive. */
const AGENT: Agent = new Agent({ keepAlive: true });
const SECURE_AGENT: SecureAgent = new SecureAgent({ keepAlive: true });
/** A body below this that nobody wants is read to its end, so that its connection can be used again. */
const DRAINED_BYTES = 64 * 1024;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** What lies below the bodies of {@link nodeFetch}; made when it is asked for. */
const STREAMS: WeakMap<Response, () => Readable> = new WeakMap();

/**
 * A `fetch` for downloads over Node's own HTTP client: it does what the one of Node does, for three quarters of its
 * processor time. Redirects are not followed; requests with a body go to Node's `fetch`.
 *
 * @returns The answer, whose body `sourceOf` reads at full speed; any status is an answer.
 * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
 */
export async function nodeFetch(request: Request, init?: RequestInit): Promise<Response> {
  if (request.body !== null) return await fetch(request, init);
  request.signal.throwIfAborted();
  return responseOf(await send(request), request);
}

/** The pieces of a body, past the stream of the web where there is something quicker below it. */
export function sourceOf(response: Response): ChunkSource {
  const stream = STREAMS.get(response);
  if (stream !== undefined) return readableSource(stream());
  return response.body === null ? { read: async () => undefined, cancel: () => undefined } : webSource(response.body);
}

/** Begin a request over a connection that is kept; the caller ends it. */
function startRequest(
  url: URL,
  { method, headers }: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
): ClientRequest {
  const [start, agent] = url.protocol === "https:" ? [requestHttps, SECURE_AGENT] : [requestHttp, AGENT];
  return start(url, { method, headers: { "user-agent": "neurophys", accept: "*/*", ...headers }, agent });
}

async function send(request: Request): Promise<IncomingMessage> {
  const { method, signal } = request;
  const sent = startRequest(new URL(request.url), { method, headers: Object.fromEntries(request.headers) });
  return await new Promise((resolve, reject) => {
    const onAbort = (): void => {
      sent.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    sent.once("response", (message) => {
      message.once("close", () => signal.removeEventListener("abort", onAbort));
      resolve(message);
    });
    sent.once("error", (error) => {
      signal.removeEventListener("abort", onAbort);
      reject(new TypeError("fetch failed", { cause: error }));
    });
    sent.end();
  });
}

/** The headers of an answer of Node's client, repeated ones joined. */
function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  return headers;
}

function responseOf(message: IncomingMessage, request: Request): Response {
  const headers = headersOf(message);
  const status = message.statusCode ?? 0;
  if (WITHOUT_BODY.has(status) || request.method === "HEAD") {
    message.resume();
    return withUrl(new Response(null, { status, headers }), request.url);
  }
  const stream = (): Readable =>
    isEncoded(headers) ? decoded(message, headers.get("Content-Encoding") ?? "") : message;
  const response = new Response(webStreamOf(stream, message), { status, headers });
  STREAMS.set(response, stream);
  return withUrl(response, request.url);
}

/** A constructed answer has no address of its own. */
function withUrl(response: Response, url: string): Response {
  Object.defineProperty(response, "url", { value: url });
  return response;
}

/** For whoever takes the body as a stream of the web, or does not want it; nothing flows before it is asked for. */
function webStreamOf(stream: () => Readable, message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let source: ChunkSource | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        source ??= readableSource(stream());
        const chunk = await source.read();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
      },
      cancel() {
        const length = Number(message.headers["content-length"] ?? Number.POSITIVE_INFINITY);
        if (source === undefined && length < DRAINED_BYTES) message.resume();
        else message.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Undo what the server did to a body, the last first. */
function decoded(message: IncomingMessage, encodings: string): Readable {
  let stream: Readable = message;
  for (const encoding of encodings.toLowerCase().split(",").toReversed()) {
    const decoder = decoderOf(encoding.trim());
    if (decoder === undefined) continue;
    const before = stream;
    before.once("error", (error) => decoder.destroy(error));
    before.once("close", () => {
      if (!before.readableEnded) decoder.destroy(new Error("the connection was closed"));
    });
    decoder.once("close", () => message.destroy());
    stream = before.pipe(decoder);
  }
  return stream;
}

function decoderOf(encoding: string): ReturnType<typeof createGunzip> | undefined {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
