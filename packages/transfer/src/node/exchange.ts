// biome-ignore lint/style/useImportType: as an import of values it would load all of undici where sources are run as they are
import type { Agent, Dispatcher } from "undici";
import { leaveAnswer, wantAnswer } from "./connecting.ts";
import { prepareExchanges } from "./exchange-agent.ts";
import { flowOf, giveBack, type ReadFlow } from "./read-flow.ts";

/** The head of an answer. */
export interface ExchangeHead {
  readonly status: number;
  /** By names in lower case; repeated ones joined, as `fetch` has them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Who hears of an exchange. */
export interface ExchangeListener {
  /**
   * The head has come.
   *
   * @returns True if the body is wanted; false ends the exchange and the connection.
   */
  readonly onHead: (head: ExchangeHead) => boolean;
  /** A piece of the body, which is only lent: once this has returned, its memory is for other bytes. */
  readonly onData: (chunk: Uint8Array) => void;
  /** The body is whole. */
  readonly onEnd: () => void;
  /** The connection broke, or what came is not HTTP/1.1. */
  readonly onError: (error: Error) => void;
}

/** Headers that are about the connection; undici refuses them, and takes a connection for busy for ever after that. */
const REFUSED: ReadonlySet<string> = new Set(["connection", "expect", "keep-alive", "transfer-encoding", "upgrade"]);

/** False for a request with headers that {@link Exchange.get} cannot send. */
export function isForExchange(names: Iterable<string>): boolean {
  for (const name of names) if (REFUSED.has(name.toLowerCase())) return false;
  return true;
}

/** How a connection ends that the server has closed while it waited. */
const CLOSED: ReadonlySet<unknown> = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/**
 * One request and its answer, over connections that are kept for the next. Those that wait do not keep the process alive.
 *
 * Nothing is followed or decoded, and the body goes from the connection to the listener without a stream. It is held back at
 * the connection: the parser of undici must never be paused, as up to 7.30 it ends the process if the server closes meanwhile.
 * A request whose connection closes before any answer is sent once more: the server may have closed one that was kept.
 */
export class Exchange {
  readonly #agent: Agent;
  #controller: Dispatcher.DispatchController | undefined;
  /** Of a plain connection, known with the head; `undefined` again at the end, when the connection is for others. */
  #flow: ReadFlow | undefined;
  #isWanted = false;
  #isOver = false;

  private constructor(agent: Agent) {
    this.#agent = agent;
  }

  /** An exchange in which nothing is asked yet. */
  static async open(): Promise<Exchange> {
    return new Exchange(await prepareExchanges());
  }

  /** Send a request. */
  get(url: URL, headers: Readonly<Record<string, string>>, listener: ExchangeListener): void {
    if (this.#isOver) return;
    wantAnswer();
    this.#isWanted = true;
    this.#dispatch(url, { "user-agent": "neurophys", accept: "*/*", ...headers }, { listener, mayRepeat: true });
  }

  /** True if the body can be held back, and a reset told from its end; not over TLS. */
  get canBeHeld(): boolean {
    return this.#flow !== undefined;
  }

  /** Let no more pieces come but those of what was read already, where the body {@link Exchange.canBeHeld}. */
  hold(): void {
    this.#flow?.hold();
  }

  /** Let more pieces come. */
  release(): void {
    this.#flow?.release();
  }

  /** Give up; the listener hears no more. */
  destroy(): void {
    if (this.#isOver) return;
    this.#end();
    this.#controller?.abort(new Error("nobody wants the answer"));
  }

  #dispatch(
    url: URL,
    headers: Readonly<Record<string, string>>,
    { listener, mayRepeat }: { readonly listener: ExchangeListener; readonly mayRepeat: boolean },
  ): void {
    let isAnswered = false;
    this.#agent.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: "GET", headers },
      {
        onRequestStart: (controller) => {
          this.#controller = controller;
          if (this.#isOver) controller.abort(new Error("nobody wants the answer"));
        },
        onResponseStart: (controller, status, headers) => {
          isAnswered = true;
          // What comes before the answer, as early hints do.
          if (this.#isOver || status < 200) return;
          this.#flow = flowOfHead(controller);
          if (!listener.onHead({ status, headers: headersOf(headers) })) this.destroy();
        },
        onResponseData: (_controller, chunk) => {
          if (!this.#isOver) listener.onData(chunk);
          giveBack(chunk);
        },
        onResponseEnd: () => {
          if (this.#isOver) return;
          // To undici a reset is an end, too, of what ends with the connection. (One right behind the last bytes is an end
          // already to Node: only a size or a hash tells.)
          const cause = this.#flow?.failure;
          this.#end();
          if (cause === undefined) listener.onEnd();
          else listener.onError(cause);
        },
        onResponseError: (_controller, error) => {
          if (this.#isOver) return;
          const isWorthAnother = mayRepeat && !isAnswered && CLOSED.has((error as NodeJS.ErrnoException).code);
          if (isWorthAnother) return this.#dispatch(url, headers, { listener, mayRepeat: false });
          this.#end();
          listener.onError(error);
        },
      },
    );
  }

  #end(): void {
    if (this.#isWanted) leaveAnswer();
    this.#isWanted = false;
    this.#isOver = true;
    this.release();
    this.#flow = undefined;
  }
}

/** Headers lie in the memory that they were read into. */
function flowOfHead({ rawHeaders }: Dispatcher.DispatchController): ReadFlow | undefined {
  if (!Array.isArray(rawHeaders)) return undefined;
  for (const bytes of rawHeaders) {
    const flow = typeof bytes === "string" ? undefined : flowOf(bytes);
    if (flow !== undefined) return flow;
  }
  return undefined;
}

function headersOf(given: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}
