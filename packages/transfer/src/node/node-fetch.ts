import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import { type Readable } from "node:stream";
import { type ByteSource, webSource } from "../http/byte-source.ts";
import { isEncoding } from "../http/file-version.ts";
import { decoded } from "./decoded.ts";
import { noteBody, READ_INTO } from "./read-buffers.ts";
import { readableSource } from "./readable-source.ts";

/** Connections that are kept open between requests; those that wait do not keep the process alive. */
const AGENT: Agent = new Agent(withReads({ keepAlive: true }));
const SECURE_AGENT: SecureAgent = new SecureAgent(withReads({ keepAlive: true }));
/** A body below this that nobody wants is read to its end, so that its connection can be used again. */
const DRAINED_BYTES = 64 * 1024;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** What lies below the bodies of {@link nodeFetch}; made when it is asked for. */
const SOURCES: WeakMap<Response, () => ByteSource> = new WeakMap();

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
  const message = await send(request);
  try {
    return responseOf(message, request);
  } catch (cause) {
    // A status that no answer may have.
    message.destroy();
    throw new TypeError("fetch failed", { cause });
  }
}

/**
 * The pieces of a body, past the stream of the web where there is something quicker below it. The first may be read at once, so
 * that a reset that follows does not take it along.
 */
export function sourceOf(response: Response): ByteSource {
  const source = SOURCES.get(response);
  if (source !== undefined) return source();
  return response.body === null ? { pump: async () => undefined, cancel: () => undefined } : webSource(response.body);
}

/** Options of an agent are handed on to `connect` of `node:net` and `node:tls`, which its types do not say. */
function withReads<T>(options: T): T {
  return { ...options, onread: READ_INTO };
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
      sent.on("error", (error) => {
        // Node takes a reset for the end of such a body.
        if (endsWithConnection(message)) message.destroy(error);
      });
      resolve(message);
    });
    sent.once("error", (error) => {
      signal.removeEventListener("abort", onAbort);
      reject(new TypeError("fetch failed", { cause: error }));
    });
    sent.end();
  });
}

/** True if nothing but the end of the connection says where a body ends. */
function endsWithConnection({ headers }: IncomingMessage): boolean {
  return headers["content-length"] === undefined && headers["transfer-encoding"] === undefined;
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
  const encodings = headers.get("Content-Encoding") ?? "";
  const open = (): Readable => (isEncoding(encodings) ? decoded(message, encodings) : message);
  const response = new Response(webStreamOf(open, message), { status, headers });
  SOURCES.set(response, () => (isEncoding(encodings) ? readableSource(open()) : plainSource(message)));
  return withUrl(response, request.url);
}

/** The body as it comes from the parser. */
function plainSource(message: IncomingMessage): ByteSource {
  const source = readableSource(message);
  return {
    pump: (take) =>
      source.pump((piece) => {
        noteBody(piece);
        return take(piece);
      }),
    cancel: source.cancel,
  };
}

/** A constructed answer has no address of its own. */
function withUrl(response: Response, url: string): Response {
  Object.defineProperty(response, "url", { value: url });
  return response;
}

/** For whoever takes the body as a stream of the web, or does not want it; nothing flows before it is asked for. */
function webStreamOf(open: () => Readable, message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let pieces: AsyncIterator<Uint8Array<ArrayBuffer>> | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        pieces ??= open()[Symbol.asyncIterator]();
        const next = await pieces.next().catch((cause: unknown) => {
          throw new TypeError("terminated", { cause });
        });
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel() {
        const length = Number(message.headers["content-length"] ?? Number.POSITIVE_INFINITY);
        if (pieces === undefined && length < DRAINED_BYTES) message.resume();
        else message.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
