import { type IncomingMessage } from "node:http";
import { TimeoutError } from "ky";
import { InterruptedError, TransferTimeoutError } from "../errors/http-errors.ts";
import { publicUrl } from "../http/http-url.ts";
import { takeBytes } from "./body-memory.ts";
import { responseOf, startRequest } from "./node-fetch.ts";

/** Options of {@link quickGet}. */
export interface QuickGetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Size that the body must have. */
  readonly sizeBytes: number;
  /** False where a page is what a file may be. */
  readonly refuseHtml: boolean;
  /** How long the server may take to begin its answer, in ms. */
  readonly timeoutMs: number;
  /** Longest time without a byte, in ms. */
  readonly stallMs: number;
  readonly signal: AbortSignal | undefined;
  /** Called for every piece. */
  readonly onBytes: (count: number) => void;
}

/**
 * What came of a quick try: the body; what a `fetch` would have given or thrown, to be thought about; or a body that broke
 * off.
 */
export type QuickAnswer =
  | { readonly kind: "body"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "other"; readonly replay: (request: Request) => Response }
  | {
      readonly kind: "broken";
      readonly error: InterruptedError | TransferTimeoutError;
      readonly receivedBytes: number;
    };

/**
 * Ask once for a small file, without what only failures and redirects need.
 *
 * @throws The signal's reason if it aborts.
 */
export async function quickGet(url: URL, options: QuickGetOptions): Promise<QuickAnswer> {
  const { signal } = options;
  signal?.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const sent = startRequest(url, { method: "GET", headers: options.headers });
    const end = (answer: QuickAnswer): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(answer);
    };
    const onAbort = (): void => {
      clearTimeout(timer);
      sent.destroy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      end(thrown((request) => new TimeoutError(request)));
      sent.destroy();
    }, options.timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    sent.once("response", (message) => {
      clearTimeout(timer);
      if (isPlain(message, options)) collect(message, url, { ...options, end });
      else {
        const response = responseOf(message, { url: url.href, method: "GET" });
        end({ kind: "other", replay: () => response });
      }
    });
    sent.on("error", (cause) => end(thrown(() => new TypeError("fetch failed", { cause }))));
    sent.end();
  });
}

function thrown(errorFor: (request: Request) => Error): QuickAnswer {
  return {
    kind: "other",
    replay: (request) => {
      throw errorFor(request);
    },
  };
}

/** True for the whole file, as it is and as long as it must be. */
function isPlain({ statusCode, headers }: IncomingMessage, { sizeBytes, refuseHtml }: QuickGetOptions): boolean {
  const encoding = headers["content-encoding"] ?? "identity";
  const isPage = refuseHtml && /^text\/html\b/i.test(headers["content-type"] ?? "");
  return statusCode === 200 && encoding === "identity" && headers["content-length"] === String(sizeBytes) && !isPage;
}

/** Take in a body of known length. */
function collect(
  message: IncomingMessage,
  url: URL,
  { sizeBytes, stallMs, onBytes, end }: QuickGetOptions & { readonly end: (answer: QuickAnswer) => void },
): void {
  const bytes = takeBytes(sizeBytes);
  let length = 0;
  const broken = (cause?: Error): void => {
    clearTimeout(watch);
    const facts = { url: publicUrl(url), receivedBytes: length, expectedBytes: sizeBytes };
    end({ kind: "broken", error: new InterruptedError(facts, cause && { cause }), receivedBytes: length });
  };
  const watch = setTimeout(() => {
    end({ kind: "broken", error: new TransferTimeoutError(publicUrl(url), "body", stallMs), receivedBytes: length });
    message.destroy();
  }, stallMs);
  message.on("data", (chunk: Uint8Array) => {
    bytes.set(chunk, length);
    length += chunk.length;
    watch.refresh();
    onBytes(chunk.length);
  });
  message.once("end", () => {
    clearTimeout(watch);
    end({ kind: "body", bytes });
  });
  message.once("error", broken);
  message.once("close", () => {
    if (!message.complete) broken();
  });
}
