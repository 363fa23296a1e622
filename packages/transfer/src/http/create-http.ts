import { isDataError } from "@neurophys/alf";
import { HTTPError, type KyInstance, type RetryOptions } from "ky";
import { type Credential, credentialFor } from "./credential.ts";
import { type FetchFunction, followRedirects } from "./follow-redirects.ts";
import { defaultBackoffMs, jittered, parseRetryAfter, retryJitterMs } from "./retry-after.ts";

/** How requests are sent: who for, how often, how long. */
export interface HttpPolicy {
  /** Each goes to its own origin only, also after redirects. */
  readonly credentials?: readonly Credential[] | undefined;
  /** Tries after the first. 4 by default. */
  readonly retries?: number | undefined;
  /** How long a server may take to begin its answer, in ms. 30,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Longest `Retry-After` that is waited for, in ms; a longer one is an error at once. 120,000 by default. */
  readonly maxRetryAfterMs?: number | undefined;
  /** Wait before a try, in ms, where the server does not say; half of it at least. 300 × 2ⁿ up to 20,000 by default. */
  readonly backoffMs?: ((failures: number) => number) | undefined;
}

/** Requests after these may go better next time. */
const WORTH_ANOTHER_TRY = [408, 425, 429, 500, 502, 503, 504];
const SAY_WHEN = [413, 429, 503];

/**
 * A `ky` instance with the rules of this package: retries with jitter, `Retry-After`, time limits, credentials by
 * origin, redirects that take no secret along. All that decides about requests is set here and nowhere else.
 *
 * A 401 is tried once more where a credential is known, which is asked for its headers anew.
 *
 * @param ky - The instance to extend; its own hooks, headers and `fetch` stay.
 * @returns An instance that throws as `ky` does: `HTTPError`, `TimeoutError`, `TypeError` of the network.
 */
export function createHttp(ky: KyInstance, policy: HttpPolicy = {}): KyInstance {
  const credentials = policy.credentials ?? [];
  return ky.extend((own) => ({
    fetch: followRedirects(
      (own.fetch as FetchFunction | undefined) ?? ((input, init) => fetch(input, init)),
    ) as typeof fetch,
    throwHttpErrors: true,
    timeout: policy.timeoutMs ?? 30_000,
    retry: retryRules(policy, credentials),
    hooks: {
      beforeRequest: [
        async (request) => {
          const headers = await credentialFor(credentials, request.url)?.authorize(request);
          for (const [name, value] of Object.entries(headers ?? {})) request.headers.set(name, value);
        },
      ],
      beforeRetry: [
        async ({ error, request }) => {
          if (!(error instanceof HTTPError)) return;
          // An answer nobody reads would keep its connection.
          await error.response.body?.cancel().catch(() => undefined);
          const afterMs = retryAfterOf(error);
          if (afterMs !== undefined) await sleep(retryJitterMs(afterMs, Math.random()), request.signal);
        },
      ],
    },
  }));
}

function retryRules(policy: HttpPolicy, credentials: readonly Credential[]): RetryOptions {
  const maxRetryAfterMs = policy.maxRetryAfterMs ?? 120_000;
  return {
    limit: policy.retries ?? 4,
    methods: ["get", "head"],
    statusCodes: WORTH_ANOTHER_TRY,
    afterStatusCodes: SAY_WHEN,
    maxRetryAfter: maxRetryAfterMs,
    delay: policy.backoffMs ?? defaultBackoffMs,
    jitter: (ms) => jittered(ms, Math.random()),
    retryOnTimeout: true,
    shouldRetry: ({ error, retryCount }) => {
      if (error instanceof HTTPError && error.response.status === 401) {
        return retryCount === 1 && credentialFor(credentials, error.request.url) !== undefined;
      }
      if (isDataError(error) || error.name === "AbortError" || asksTooMuch(error, maxRetryAfterMs)) return false;
      return undefined;
    },
  };
}

function asksTooMuch(error: Error, maxRetryAfterMs: number): boolean {
  return error instanceof HTTPError && (retryAfterOf(error) ?? 0) > maxRetryAfterMs;
}

/** What a failure's answer asks to wait; `undefined` where such a header has no meaning. */
export function retryAfterOf(error: HTTPError): number | undefined {
  const { status, headers } = error.response;
  return SAY_WHEN.includes(status) ? parseRetryAfter(headers.get("Retry-After"), Date.now()) : undefined;
}

/**
 * Wait.
 *
 * @throws The signal's reason if it aborts first.
 */
export async function sleep(ms: number, signal?: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
