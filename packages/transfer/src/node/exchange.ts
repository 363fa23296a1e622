import { type Agent, type Dispatcher } from "undici";

/** Connections to one origin, at most; what is asked for beyond waits for one. */
const CONNECTIONS = 256;
/** Longest time that a connection may take, in ms. */
const CONNECT_MS = 30_000;

/** The head of an answer. */
export interface ExchangeHead {
  readonly status: number;
  readonly headers: Headers;
}

/** Who hears of an exchange. */
export interface ExchangeListener {
  /**
   * The head has come.
   *
   * @returns True if the body is wanted; false ends the exchange and the connection.
   */
  readonly onHead: (head: ExchangeHead) => boolean;
  /** A piece of the body, only to be looked at now: its memory is that of the connection. */
  readonly onData: (chunk: Uint8Array) => void;
  /** The body is whole. */
  readonly onEnd: () => void;
  /** The connection broke, or what came is not HTTP/1.1. */
  readonly onError: (error: Error) => void;
}

let agent: Promise<Agent> | undefined;

/** Load the client with the first request: whoever downloads nothing does not wait for it. */
async function loadAgent(): Promise<Agent> {
  // Node's own `fetch` is loaded by this, and keeps its own connections; it would take those of an `undici` that came first.
  new Headers();
  const undici = await import("undici");
  // In a bundle, a package in the older form has nothing but a default.
  const { Agent } = "Agent" in undici ? undici : (undici as { readonly default: typeof undici }).default;
  return new Agent({
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_MS },
    // The time is kept by whoever asks.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/**
 * One request and its answer, over connections that are kept for the next. Those that wait do not keep the process alive.
 *
 * Nothing is followed, decoded or tried again, and the body goes from the connection to the listener without a stream.
 */
export class Exchange {
  readonly #agent: Agent;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #mayBeKept = false;

  private constructor(agent: Agent) {
    this.#agent = agent;
  }

  /** An exchange in which nothing is asked yet. */
  static async open(): Promise<Exchange> {
    agent ??= loadAgent();
    return new Exchange(await agent);
  }

  /** True if there was a connection of an earlier exchange to be used, which the server may just have closed. */
  get mayBeKept(): boolean {
    return this.#mayBeKept;
  }

  /** Send a request; again, only once the answer is over. */
  get(url: URL, headers: Readonly<Record<string, string>>, listener: ExchangeListener): void {
    this.#isOver = false;
    this.#controller = undefined;
    const { origin, pathname, search } = url;
    const stats = this.#agent.stats[origin];
    this.#mayBeKept = stats !== undefined && "free" in stats && stats.free > 0;
    this.#agent.dispatch({ origin, path: pathname + search, method: "GET", headers }, this.#handlerFor(listener));
  }

  /** Give up; the listener hears no more. */
  destroy(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#controller?.abort(new Error("nobody wants the answer"));
  }

  #handlerFor(listener: ExchangeListener): Dispatcher.DispatchHandler {
    return {
      onRequestStart: (controller) => {
        this.#controller = controller;
        if (this.#isOver) controller.abort(new Error("nobody wants the answer"));
      },
      onResponseStart: (_controller, status, headers) => {
        // What comes before the answer, as early hints do.
        if (this.#isOver || status < 200) return;
        if (!listener.onHead({ status, headers: headersOf(headers) })) this.destroy();
      },
      onResponseData: (_controller, chunk) => {
        if (!this.#isOver) listener.onData(chunk);
      },
      onResponseEnd: () => {
        if (this.#isOver) return;
        this.#isOver = true;
        listener.onEnd();
      },
      onResponseError: (_controller, error) => {
        if (this.#isOver) return;
        this.#isOver = true;
        listener.onError(error);
      },
    };
  }
}

/** Repeated ones joined, as `fetch` has them. */
function headersOf(given: Readonly<Record<string, string | readonly string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const one of typeof value === "string" ? [value] : (value ?? [])) headers.append(name, one);
  }
  return headers;
}
