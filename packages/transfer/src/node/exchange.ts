import { type Agent, type Dispatcher } from "undici";
import { giveBack, READ_INTO } from "./read-buffers.ts";

/** Connections to one origin, at most; what is asked for beyond waits for one. */
const CONNECTIONS = 256;
/** Longest time that a connection may take, in ms. */
const CONNECT_MS = 30_000;

/** What is asked. */
export interface ExchangeQuestion {
  readonly url: URL;
  readonly method: "GET" | "HEAD";
  readonly headers: Readonly<Record<string, string>>;
}

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
  /** A piece of the body, which is only lent: once this has returned, its memory is for other bytes. */
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
    // Handed on to `connect` of `node:net` and `node:tls`.
    connect: { timeout: CONNECT_MS, ...{ onread: READ_INTO } },
    // The time is kept by whoever asks.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/**
 * One request and its answer, over connections that are kept for the next. Those that wait do not keep the process alive.
 *
 * Nothing is followed or decoded, and the body goes from the connection to the listener without a stream. A request that
 * meets a kept connection which the server has just closed is sent once more.
 */
export class Exchange {
  readonly #agent: Agent;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;

  private constructor(agent: Agent) {
    this.#agent = agent;
  }

  /** An exchange in which nothing is asked yet. */
  static async open(): Promise<Exchange> {
    agent ??= loadAgent();
    return new Exchange(await agent);
  }

  /** Send the request. */
  send(question: ExchangeQuestion, listener: ExchangeListener): void {
    const stats = this.#agent.stats[question.url.origin];
    const mayBeKept = stats !== undefined && "free" in stats && stats.free > 0;
    this.#dispatch(question, this.#handlerFor(listener, mayBeKept ? question : undefined));
  }

  /** No more pieces, after the one that has just come. */
  pause(): void {
    this.#controller?.pause();
  }

  /** More pieces. */
  resume(): void {
    this.#controller?.resume();
  }

  /** Give up; the listener hears no more. */
  destroy(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#controller?.abort(new Error("nobody wants the answer"));
  }

  #dispatch({ url, method, headers }: ExchangeQuestion, handler: Dispatcher.DispatchHandler): void {
    const sent = { "user-agent": "neurophys", accept: "*/*", ...headers };
    this.#agent.dispatch({ origin: url.origin, path: url.pathname + url.search, method, headers: sent }, handler);
  }

  /** @param again - What is asked once more if the connection breaks before any answer. */
  #handlerFor(listener: ExchangeListener, again?: ExchangeQuestion | undefined): Dispatcher.DispatchHandler {
    let isAnswered = false;
    return {
      onRequestStart: (controller) => {
        this.#controller = controller;
        if (this.#isOver) controller.abort(new Error("nobody wants the answer"));
      },
      onResponseStart: (_controller, status, headers) => {
        isAnswered = true;
        // What comes before the answer, as early hints do.
        if (this.#isOver || status < 200) return;
        if (!listener.onHead({ status, headers: headersOf(headers) })) this.destroy();
      },
      onResponseData: (_controller, chunk) => {
        // The parser tells of nothing, too, when it goes on after a pause.
        if (!this.#isOver && chunk.length > 0) listener.onData(chunk);
        giveBack(chunk);
      },
      onResponseEnd: () => {
        if (this.#isOver) return;
        this.#isOver = true;
        listener.onEnd();
      },
      onResponseError: (_controller, error) => {
        if (this.#isOver) return;
        if (again !== undefined && !isAnswered) return this.#dispatch(again, this.#handlerFor(listener));
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
