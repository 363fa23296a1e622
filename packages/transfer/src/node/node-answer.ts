import { type ByteSource, webSource } from "../http/byte-source.ts";
import { isEncoding } from "../http/file-version.ts";
import { decoded } from "./decoded.ts";
import { webStreamOf } from "./web-stream.ts";

/** A body below this that nobody wants is read to its end, so that its connection can be used again. */
const DRAINED_BYTES = 64 * 1024;
/** Longest time that such a body may take, in ms. */
const DRAIN_MS = 5000;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** What lies below the streams of bodies; made when it is asked for. A clone of an answer has other streams. */
const SOURCES: WeakMap<ReadableStream, () => ByteSource> = new WeakMap();

/** A head, and what was asked. */
export interface AnswerHead {
  readonly request: Request;
  readonly status: number;
  readonly headers: Headers;
}

/**
 * The answer that `fetch` would give; its body is decoded where it is encoded, and flows when it is asked for.
 *
 * @throws TypeError for a status that no answer may have; the body is given up then.
 */
export function answerOf(body: ByteSource, { request, status, headers }: AnswerHead): Response {
  const hasBody = request.method !== "HEAD" && !WITHOUT_BODY.has(status);
  const encodings = headers.get("Content-Encoding") ?? "";
  const open = (): ByteSource => (isEncoding(encodings) ? decoded(body, encodings) : body);
  const isShort = Number(headers.get("Content-Length") ?? Number.POSITIVE_INFINITY) < DRAINED_BYTES;
  const leave = (): void => (isShort ? drain(body) : body.cancel());
  try {
    const response = new Response(hasBody ? webStreamOf(open, leave) : null, { status, headers });
    if (response.body === null) drain(body);
    else SOURCES.set(response.body, open);
    // A constructed answer has no address of its own.
    return Object.defineProperty(response, "url", { value: request.url });
  } catch (cause) {
    body.cancel();
    throw new TypeError("fetch failed", { cause });
  }
}

/** The pieces of a body, past the stream of the web where there is something quicker below it. */
export function sourceOf(response: Response): ByteSource {
  const { body } = response;
  if (body === null) return { pump: async () => undefined, cancel: () => undefined };
  return SOURCES.get(body)?.() ?? webSource(body);
}

/** Let a body come to its end, which nobody wants; one that does not come is given up. */
function drain(body: ByteSource): void {
  const timer = setTimeout(() => body.cancel(), DRAIN_MS);
  timer.unref();
  body
    .pump(() => undefined)
    .catch(() => undefined)
    .finally(() => clearTimeout(timer));
}
