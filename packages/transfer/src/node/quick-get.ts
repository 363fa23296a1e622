import { validateHeaderName, validateHeaderValue } from "node:http";
import { TimeoutError } from "ky";
import { InterruptedError, type InterruptedFacts, TransferTimeoutError } from "../errors/http-errors.ts";
import { isEncoding } from "../http/file-version.ts";
import { publicUrl } from "../http/http-url.ts";
import { takeBytes } from "./body-memory.ts";
import { Exchange, type ExchangeHead } from "./exchange.ts";

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
 * What came of a quick try: the body; what a `fetch` would have given or thrown, to be
 * thought about, or nothing if it is to be asked for again; or a body that broke
 * off.
 */
export type QuickAnswer =
  | { readonly kind: "body"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "other"; readonly replay?: (request: Request) => Response }
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
  options.signal?.throwIfAborted();
  const headers = sentHeaders(options.headers);
  const exchange = await Exchange.open();
  options.signal?.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const get = new QuickGet(url, { ...options, headers }, resolve);
    get.start(exchange, reject);
  });
}

/** What is sent: a name stands once, however it is written. */
function sentHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** False for an address whose server does not answer plainly. */
export function isQuick(url: URL): boolean {
  return !NOT_PLAIN.has(url.host);
}

/** Hosts that once sent what has to be asked for by `fetch`: a body without a length, or compressed. */
const NOT_PLAIN: Set<string> = new Set();

class QuickGet {
  readonly #url: URL;
  readonly #options: QuickGetOptions;
  readonly #resolve: (answer: QuickAnswer) => void;
  #exchange: Exchange | undefined;
  #timer: NodeJS.Timeout | undefined;
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #length = 0;
  #onAbort = (): void => undefined;

  constructor(url: URL, options: QuickGetOptions, resolve: (answer: QuickAnswer) => void) {
    this.#url = url;
    this.#options = options;
    this.#resolve = resolve;
  }

  start(exchange: Exchange, reject: (reason: unknown) => void): void {
    const { signal, timeoutMs } = this.#options;
    this.#onAbort = () => {
      this.#stop();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#timer = setTimeout(() => this.#end(thrown((request) => new TimeoutError(request))), timeoutMs);
    this.#exchange = exchange;
    exchange.get(this.#url, this.#options.headers, {
      onHead: (head) => this.#onHead(head),
      onData: (chunk) => this.#onData(chunk),
      onEnd: () => this.#end({ kind: "body", bytes: this.#bytes ?? takeBytes(0) }),
      onError: (cause) => {
        if (this.#bytes === undefined) this.#end(thrown(() => new TypeError("fetch failed", { cause })));
        else this.#end(this.#broken(new InterruptedError(this.#facts(), { cause })));
      },
    });
  }

  #onHead(head: ExchangeHead): boolean {
    const { sizeBytes, stallMs } = this.#options;
    if (isPlain(head, this.#options)) {
      clearTimeout(this.#timer);
      const stalled = (): void =>
        this.#end(this.#broken(new TransferTimeoutError(publicUrl(this.#url), "body", stallMs)));
      this.#timer = setTimeout(stalled, stallMs);
      this.#bytes = takeBytes(sizeBytes);
      return true;
    }
    if (needsBody(head)) {
      NOT_PLAIN.add(this.#url.host);
      this.#end({ kind: "other" });
    } else {
      const response = new Response(null, head);
      this.#end({ kind: "other", replay: () => response });
    }
    return false;
  }

  #onData(chunk: Uint8Array): void {
    this.#bytes?.set(chunk, this.#length);
    this.#length += chunk.length;
    this.#timer?.refresh();
    this.#options.onBytes(chunk.length);
  }

  #facts(): InterruptedFacts {
    return { url: publicUrl(this.#url), receivedBytes: this.#length, expectedBytes: this.#options.sizeBytes };
  }

  #broken(error: InterruptedError | TransferTimeoutError): QuickAnswer {
    return { kind: "broken", error, receivedBytes: this.#length };
  }

  #end(answer: QuickAnswer): void {
    this.#stop();
    this.#resolve(answer);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    this.#exchange?.destroy();
  }
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
function isPlain(head: ExchangeHead, { sizeBytes, refuseHtml }: QuickGetOptions): boolean {
  if (head.status !== 200 || needsBody(head)) return false;
  const isPage = refuseHtml && /^text\/html\b/i.test(head.headers["content-type"] ?? "");
  return !isPage && head.headers["content-length"] === String(sizeBytes);
}

/** True if more than the head must be known to judge an answer. */
function needsBody({ status, headers }: ExchangeHead): boolean {
  const hasLength = /^\d+$/.test(headers["content-length"] ?? "") && headers["transfer-encoding"] === undefined;
  return status === 200 && (!hasLength || isEncoding(headers["content-encoding"] ?? ""));
}
