import { type HttpBindings } from "@hono/node-server";
import { type Context, type MiddlewareHandler } from "hono";

/** How many requests one address may send. */
export interface RateLimit {
  readonly requests: number;
  /** The time in which it may send so many, in ms. */
  readonly perMs: number;
}

/** Addresses that are remembered; beyond that those that have been quiet are forgotten. */
const MAX_ADDRESSES = 10_000;

/** The requests of each address within the last window. */
export class RequestLog {
  readonly #limit: RateLimit;
  readonly #times = new Map<string, number[]>();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /**
   * Note a request.
   *
   * @param nowMs - Now, on a clock that only goes forward.
   * @returns How long to wait, in ms, if it is one too many, and so is not counted; else `undefined`.
   */
  note(address: string, nowMs: number): number | undefined {
    const { requests, perMs } = this.#limit;
    const times = (this.#times.get(address) ?? []).filter((time) => time > nowMs - perMs);
    this.#times.set(address, times);
    const oldest = times.at(-requests);
    if (oldest !== undefined) return oldest + perMs - nowMs;
    times.push(nowMs);
    if (this.#times.size > MAX_ADDRESSES) this.#forget(nowMs - perMs);
    return undefined;
  }

  #forget(beforeMs: number): void {
    for (const [address, times] of this.#times) {
      if ((times.at(-1) ?? 0) <= beforeMs) this.#times.delete(address);
    }
  }
}

/**
 * Answer 429 to an address that sends too many requests.
 *
 * @see Source: throttling of Alyx (Django REST framework), its body and header. There users are counted, here addresses:
 *   who tries passwords is no user.
 */
export function rateLimit(limit: RateLimit): MiddlewareHandler {
  const log = new RequestLog(limit);
  return async (context, next) => {
    const waitMs = log.note(addressOf(context), performance.now());
    if (waitMs === undefined) return await next();
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    const unit = seconds === 1 ? "second" : "seconds";
    const detail = `Request was throttled. Expected available in ${seconds} ${unit}.`;
    return context.json({ detail, status_code: 429 }, 429, { "Retry-After": String(seconds) });
  };
}

function addressOf(context: Context): string {
  const bindings: Partial<HttpBindings> | undefined = context.env;
  return bindings?.incoming?.socket.remoteAddress ?? "";
}
