import { headersOf, startRequest } from "./node-fetch.ts";

/** The head of an answer. */
export interface ExchangeHead {
  readonly status: number;
  readonly headers: Headers;
}

/** Who hears of an exchange. */
export interface ExchangeListener {
  /**
   * The head has come; `undefined` if it is not what HTTP/1.1 says it should be.
   *
   * @returns Length of the body that is wanted; `undefined` for none, which ends the exchange and the connection.
   */
  readonly onHead: (head: ExchangeHead | undefined) => number | undefined;
  /** A piece of the body, only to be looked at now: its memory is used again. */
  readonly onData: (chunk: Uint8Array) => void;
  /** The body is whole. */
  readonly onEnd: () => void;
  /** The connection broke. */
  readonly onError: (error: Error) => void;
}

/** What a request is sent over. */
export interface Exchange {
  /** True if a connection was kept from an earlier exchange, so that the server may just have closed it. */
  readonly wasKept: boolean;
  /** Send a request. */
  get(url: URL, headers: Readonly<Record<string, string>>, listener: ExchangeListener): void;
  /** Give up; the listener hears no more. */
  destroy(): void;
}

/** An exchange over Node's own client: encrypted, as that sees to. */
export function nodeExchange(): Exchange {
  let sent: ReturnType<typeof startRequest> | undefined;
  let isOver = false;
  const destroy = (): void => {
    isOver = true;
    sent?.destroy();
  };
  return {
    get wasKept() {
      return sent?.reusedSocket === true;
    },
    get(url, headers, listener) {
      const fail = (error: Error): void => {
        if (!isOver) listener.onError(error);
        isOver = true;
      };
      sent = startRequest(url, { method: "GET", headers });
      sent.on("error", fail);
      sent.once("response", (message) => {
        const status = message.statusCode ?? 0;
        if (listener.onHead({ status, headers: headersOf(message) }) === undefined) return destroy();
        message.on("data", listener.onData);
        message.once("error", fail);
        message.once("close", () => fail(new Error("the connection was closed")));
        message.once("end", () => {
          isOver = true;
          listener.onEnd();
        });
      });
      sent.end();
    },
    destroy,
  };
}
