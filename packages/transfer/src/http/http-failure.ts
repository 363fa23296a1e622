import { HTTPError, TimeoutError } from "ky";
import {
  AccessRefusedError,
  HttpAnswerError,
  NotFoundError,
  ServerUnreachableError,
  ThrottledError,
  TransferTimeoutError,
} from "../errors/http-errors.ts";
import { retryAfterOf } from "./create-http.ts";
import { publicUrl } from "./http-url.ts";

/** What is known of a request that failed. */
export interface FailedRequest {
  /** As it was asked for; only its public part gets into messages. */
  readonly url: string | URL;
  readonly timeoutMs: number;
  readonly credentialsSent: boolean;
}

/**
 * The typed error for one that a request by `createHttp` threw; aborts and errors from elsewhere come back as they are.
 *
 * Errors of `ky` are not kept as the cause: they hold the request with its headers and its whole address.
 */
export function typedHttpFailure(error: unknown, { url, timeoutMs, credentialsSent }: FailedRequest): unknown {
  const shown = publicUrl(url);
  if (error instanceof TimeoutError) return new TransferTimeoutError(shown, "headers", timeoutMs);
  // `fetch` reports every failure of the network as a TypeError.
  if (error instanceof TypeError) return new ServerUnreachableError(shown, { cause: error });
  if (!(error instanceof HTTPError)) return error;
  const { status } = error.response;
  // An answer nobody reads would keep its connection.
  error.response.body?.cancel().catch(() => undefined);
  switch (status) {
    case 401:
    case 403:
      return new AccessRefusedError(status, shown, credentialsSent);
    case 404:
    case 410:
      return new NotFoundError(shown);
    case 429:
      return new ThrottledError(shown, retryAfterOf(error));
    default: {
      const afterMs = retryAfterOf(error);
      return afterMs === undefined ? new HttpAnswerError(status, shown) : new ThrottledError(shown, afterMs);
    }
  }
}
