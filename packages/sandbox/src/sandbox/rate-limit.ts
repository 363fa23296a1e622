import { createHash } from "node:crypto";
import { type HttpBindings } from "@hono/node-server";
import { type Context, type MiddlewareHandler } from "hono";

/** How many requests one address, and one token, may send. */
export interface RateLimit {
  readonly requests: number;
  /** The time in which it may send so many, in ms. */
  readonly perMs: number;
}

/** Senders that are remembered; beyond that those that have been quiet are forgotten, then those that came first. */
const MAX_SENDERS = 10_000;

/** The requests of each sender, an address or a token, within the last window. */
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
  note(sender: string, nowMs: number): number | undefined {
    const { requests, perMs } = this.#limit;
    const times = (this.#times.get(sender) ?? []).filter((time) => time > nowMs - perMs);
    this.#times.set(sender, times);
    const oldest = times.at(-requests);
    if (oldest !== undefined) return oldest + perMs - nowMs;
    times.push(nowMs);
    if (this.#times.size > MAX_SENDERS) this.#forget(nowMs - perMs);
    return undefined;
  }

  #forget(beforeMs: number): void {
    for (const [sender, times] of this.#times) {
      if ((times.at(-1) ?? 0) <= beforeMs) this.#times.delete(sender);
    }
    for (const sender of this.#times.keys()) {
      if (this.#times.size <= MAX_SENDERS) return;
      this.#times.delete(sender);
    }
  }
}

/**
 * Answer 429 to an address that sends too many requests, and to a token that comes with too many, from wherever.
 *
 * @see Source: throttling of Alyx (Django REST framework), its body and header. There users are counted, here addresses as
 *   well: who tries passwords is no user.
 */
export function rateLimit(limit: RateLimit): MiddlewareHandler {
  const log = new RequestLog(limit);
  return async (context, next) => {
    const now = performance.now();
    const token = tokenOf(context);
    const waitMs = log.note(addressOf(context), now) ?? (token === undefined ? undefined : log.note(token, now));
    if (waitMs === undefined) return await next();
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    const unit = seconds === 1 ? "second" : "seconds";
    const detail = `Request was throttled. Expected available in ${seconds} ${unit}.`;
    return context.json({ detail, status_code: 429 }, 429, { "Retry-After": String(seconds) });
  };
}

/** What stands for a token in memory; never the token itself. */
function tokenOf(context: Context): string | undefined {
  const header = context.req.header("Authorization");
  return header === undefined ? undefined : createHash("sha256").update(header).digest("base64");
}

function addressOf(context: Context): string {
  const bindings: Partial<HttpBindings> | undefined = context.env;
  return bindings?.incoming?.socket.remoteAddress ?? "";
}
