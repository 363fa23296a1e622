import { type ByteSource, webSource } from "../http/byte-source.ts";
import { isEncoding } from "../http/file-version.ts";
import { decoded } from "./decoded.ts";

/** A body below this that nobody wants is read to its end, so that its connection can be used again. */
const DRAINED_BYTES = 64 * 1024;
/** Longest time that such a body may take, in ms. */
const DRAIN_MS = 5000;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** What lies below the bodies of answers; made when it is asked for. */
const SOURCES: WeakMap<Response, () => ByteSource> = new WeakMap();

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
    if (hasBody) SOURCES.set(response, open);
    else drain(body);
    // A constructed answer has no address of its own.
    return Object.defineProperty(response, "url", { value: request.url });
  } catch (cause) {
    body.cancel();
    throw new TypeError("fetch failed", { cause });
  }
}

/** The pieces of a body, past the stream of the web where there is something quicker below it. */
export function sourceOf(response: Response): ByteSource {
  const source = SOURCES.get(response);
  if (source !== undefined) return source();
  return response.body === null ? { pump: async () => undefined, cancel: () => undefined } : webSource(response.body);
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

/**
 * For whoever takes a body as a stream of the web, or does not want it; nothing flows before it is asked for.
 *
 * @param leave - What to do with a body that nobody asked for.
 */
function webStreamOf(open: () => ByteSource, leave: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  let source: ByteSource | undefined;
  let isOpen = true;
  /** What waits for the next piece, and what holds it back. */
  let given = (): void => undefined;
  const held: (() => void)[] = [];
  const goOn = (): void => {
    for (const release of held.splice(0)) release();
  };
  const begin = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
    source = open();
    const end = source.pump((piece) => {
      // A piece is only lent.
      if (isOpen) controller.enqueue(new Uint8Array(piece));
      given();
      return isOpen ? new Promise((resolve) => void held.push(resolve)) : undefined;
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
        goOn();
        if (source === undefined) leave();
        else source.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
