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

/** Origins that have answered: there may be connections to them which they will close. */
const ANSWERED = new Set<string>();

let agent: Promise<Agent> | undefined;

/**
 * Load the client with the first request: whoever downloads nothing does not wait for it.
 *
 * Of undici only the part that speaks HTTP: the whole, with a `fetch`, caches and sockets of its own, takes three times as long.
 */
async function loadAgent(): Promise<Agent> {
  // @ts-expect-error The types are those of the whole.
  const { default: HttpAgent } = (await import("undici/lib/dispatcher/agent.js")) as { default: typeof Agent };
  return new HttpAgent({
    connections: CONNECTIONS,
    // Handed on to `connect` of `node:net` and `node:tls`.
    connect: { timeout: CONNECT_MS, ...{ onread: READ_INTO } },
    // The time is kept by whoever asks.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Begin to load what an exchange takes, for whoever will soon have one. */
export function prepareExchanges(): void {
  agent ??= loadAgent();
  // Whoever opens an exchange hears of it.
  agent.catch(() => undefined);
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
    prepareExchanges();
    return new Exchange(await (agent ?? loadAgent()));
  }

  /** Send the request. */
  send(question: ExchangeQuestion, listener: ExchangeListener): void {
    const mayBeKept = ANSWERED.has(question.url.origin);
    this.#dispatch(question, listener, mayBeKept);
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

  /** @param again - Ask once more if the connection breaks before any answer. */
  #dispatch(question: ExchangeQuestion, listener: ExchangeListener, again: boolean): void {
    const { url, method } = question;
    const headers = { "user-agent": "neurophys", accept: "*/*", ...question.headers };
    const asked = { origin: url.origin, path: url.pathname + url.search, method, headers };
    let isAnswered = false;
    this.#agent.dispatch(asked, {
      onRequestStart: (controller) => {
        this.#controller = controller;
        if (this.#isOver) controller.abort(new Error("nobody wants the answer"));
      },
      onResponseStart: (_controller, status, headers) => {
        isAnswered = true;
        ANSWERED.add(url.origin);
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
        if (again && !isAnswered) return this.#dispatch(question, listener, false);
        this.#isOver = true;
        listener.onError(error);
      },
    });
  }
}

function headersOf(given: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  return headers;
}
