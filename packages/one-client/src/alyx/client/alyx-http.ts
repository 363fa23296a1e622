import {
  type Credential,
  createHttp,
  type HttpPolicy,
  parseHttpUrl,
  publicUrl,
  ServerUnreachableError,
  TransferTimeoutError,
} from "@neurophys/transfer";
import { HTTPError, type KyInstance, TimeoutError } from "ky";
import { bodyText } from "./body-text.ts";
import { AlyxForeignUrlError } from "./errors.ts";

/** How requests are sent. */
export interface AlyxHttpPolicy extends Omit<HttpPolicy, "credentials"> {
  /** Longest time without a byte of the body, in ms. 60,000 by default. */
  readonly stallMs?: number | undefined;
}

/** What {@link AlyxHttp} is made of. */
export interface AlyxHttpParts {
  /** The HTTP client to build on. */
  readonly ky: KyInstance;
  readonly policy: AlyxHttpPolicy;
  /** What proves who asks; without it, requests are nobody's. */
  readonly credential?: Credential | undefined;
}

/** One request. */
export interface AlyxRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query below the address of the database, percent-encoded, e.g. `"/sessions?subject=SW01"`. */
  readonly url: string;
  readonly body?: string | FormData | URLSearchParams | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the database answered. */
export interface AlyxAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Address of a database: absolute, http or https, without slash at the end.
 *
 * @throws InvalidUrlError of `@neurophys/transfer` if it is none.
 * @throws {@link AlyxForeignUrlError} if a user name or password stands in it.
 */
export function databaseUrl(text: string): string {
  const { url, credential } = parseHttpUrl(text);
  if (credential !== undefined || url.search !== "") throw new AlyxForeignUrlError(publicUrl(url).replace(/\/+$/, ""));
  return publicUrl(url).replace(/\/+$/, "");
}

/**
 * Sends requests to one database: bounded tries and times, 429 waited for, no secret to another origin.
 *
 * Writes are tried again only after a 429, which says that nothing was done. A 500 is not tried again: Alyx gives it for
 * questions it cannot understand.
 */
export class AlyxHttp {
  /** Address of the database, without slash at the end. */
  readonly baseUrl: string;
  readonly #reads: KyInstance;
  readonly #writes: KyInstance;
  readonly #timeoutMs: number;
  readonly #stallMs: number;

  constructor(baseUrl: string, { ky, policy, credential }: AlyxHttpParts) {
    this.baseUrl = databaseUrl(baseUrl);
    this.#timeoutMs = policy.timeoutMs ?? 30_000;
    this.#stallMs = policy.stallMs ?? 60_000;
    const http = createHttp(ky, { ...policy, credentials: credential === undefined ? [] : [credential] });
    // A refused token is renewed before it is tried again, which is the login's work.
    // Without an answer there is one more try: whoever is offline should not wait long for what was kept.
    this.#reads = withRetryRule(http, ["get"], (status, nth) =>
      status === undefined ? nth === 1 : status !== 401 && status !== 500,
    );
    this.#writes = withRetryRule(http, ["post", "put", "patch", "delete"], (status) => status === 429);
  }

  /**
   * Send a request.
   *
   * @returns The answer, whatever its status.
   * @throws {@link AlyxForeignUrlError} if `url` leaves the address of the database.
   * @throws ServerUnreachableError, TransferTimeoutError or RedirectRefusedError of `@neurophys/transfer` if there is no
   *   answer; the signal's reason if it aborts.
   */
  async send({ method, url, body, headers, signal }: AlyxRequest): Promise<AlyxAnswer> {
    const target = new URL(this.baseUrl + url);
    if (!target.href.startsWith(`${this.baseUrl}/`)) throw new AlyxForeignUrlError(this.baseUrl);
    const request = { method, body, headers, signal };
    const triesLeft = method === "GET" ? 1 : 0;
    return await this.#sendTo(target, request, triesLeft);
  }

  async #sendTo(target: URL, request: Omit<AlyxRequest, "url">, triesLeft: number): Promise<AlyxAnswer> {
    const { method, body, headers, signal } = request;
    const http = method === "GET" ? this.#reads : this.#writes;
    const url = publicUrl(target);
    let hasBegun = false;
    try {
      const options = { method, body: body ?? null, headers: headers ?? {}, signal: signal ?? null };
      const response = await http(target, options).catch(answerOf);
      hasBegun = true;
      return { status: response.status, text: await bodyText(response, { url, stallMs: this.#stallMs, signal }) };
    } catch (error) {
      // A reason of the caller's may well be a TypeError too.
      signal?.throwIfAborted();
      // Without the cause: it holds the request with its headers.
      if (error instanceof TimeoutError) throw new TransferTimeoutError(url, "headers", this.#timeoutMs);
      // `fetch` reports every failure of the network as a TypeError.
      if (!(error instanceof TypeError)) throw error;
      if (hasBegun && triesLeft > 0) return await this.#sendTo(target, request, triesLeft - 1);
      throw new ServerUnreachableError(url, { cause: error });
    }
  }
}

/** The answer behind a failure that is one. */
function answerOf(error: unknown): Response {
  if (error instanceof HTTPError) return error.response;
  throw error;
}

/** The same client with a rule for which failures may be tried again: by status (none: no answer) and number of the try. */
function withRetryRule(
  http: KyInstance,
  methods: ("get" | "post" | "put" | "patch" | "delete")[],
  mayRetry: (status: number | undefined, nth: number) => boolean,
): KyInstance {
  return http.extend((own) => {
    const shouldRetry = typeof own.retry === "object" ? own.retry.shouldRetry : undefined;
    return {
      retry: {
        methods,
        shouldRetry: (state) => {
          const status = state.error instanceof HTTPError ? state.error.response.status : undefined;
          return mayRetry(status, state.retryCount) ? shouldRetry?.(state) : false;
        },
      },
    };
  });
}
