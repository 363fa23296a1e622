import { type Agent, type Dispatcher } from "undici";
import { flowOf, giveBack, READ_INTO, type ReadFlow } from "./read-flow.ts";

/** Connections to one origin, at most; what is asked for beyond waits for one. */
const CONNECTIONS = 256;
/** Longest time that a connection may take, in ms. */
const CONNECT_MS = 30_000;

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

/** How a connection ends that the server has closed while it waited. */
const CLOSED: ReadonlySet<unknown> = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** Clients for plain and for encrypted connections. */
interface Agents {
  readonly plain: Agent;
  readonly secure: Agent;
}

let agents: Promise<Agents> | undefined;

/**
 * Load the client with the first request: whoever downloads nothing does not wait for it.
 *
 * Of undici only the part that speaks HTTP: the whole, with a `fetch`, caches and sockets of its own, takes three times as long.
 */
async function loadAgents(): Promise<Agents> {
  // @ts-expect-error The types are those of the whole.
  const { default: HttpAgent } = (await import("undici/lib/dispatcher/agent.js")) as { default: typeof Agent };
  const agentWith = (connect: object): Agent =>
    new HttpAgent({
      connections: CONNECTIONS,
      // Handed on to `connect` of `node:net` and `node:tls`.
      connect: { timeout: CONNECT_MS, ...connect },
      // The time is kept by whoever asks.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  return { plain: agentWith({ onread: READ_INTO }), secure: agentWith({}) };
}

/** Begin to load what an exchange takes, for whoever will soon have one. */
export async function prepareExchanges(): Promise<Agents> {
  agents ??= loadAgents();
  return await agents;
}

/** True for an address whose answers can be held back: see {@link ReadFlow}. */
export function canBeHeld({ protocol }: URL): boolean {
  return protocol === "http:";
}

/**
 * One request and its answer, over connections that are kept for the next. Those that wait do not keep the process alive.
 *
 * Nothing is followed or decoded, and the body goes from the connection to the listener without a stream. It is held back at
 * the connection: the parser of undici must never be paused, as up to 7.30 it ends the process if the server closes meanwhile.
 * A request whose connection closes before any answer is sent once more: the server may have closed one that was kept.
 */
export class Exchange {
  readonly #agents: Agents;
  #controller: Dispatcher.DispatchController | undefined;
  /** Known with the first piece; `undefined` again at the end, when the connection is for others. */
  #flow: ReadFlow | undefined;
  #isOver = false;

  private constructor(agents: Agents) {
    this.#agents = agents;
  }

  /** An exchange in which nothing is asked yet. */
  static async open(): Promise<Exchange> {
    return new Exchange(await prepareExchanges());
  }

  /** Send a request. */
  get(url: URL, headers: Readonly<Record<string, string>>, listener: ExchangeListener): void {
    this.#dispatch(url, { "user-agent": "neurophys", accept: "*/*", ...headers }, { listener, mayRepeat: true });
  }

  /** Let no more pieces come after the one that has just come, where it {@link canBeHeld}. */
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
    const agent = canBeHeld(url) ? this.#agents.plain : this.#agents.secure;
    agent.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: "GET", headers },
      {
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
          if (!this.#isOver) {
            this.#flow ??= flowOf(chunk);
            listener.onData(chunk);
          }
          giveBack(chunk);
        },
        onResponseEnd: () => {
          if (this.#isOver) return;
          // A reset is the end, too, of what ends with the connection.
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
    this.#isOver = true;
    this.release();
    this.#flow = undefined;
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
