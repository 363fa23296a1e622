/**
 * How long an answer asks to wait, in ms.
 *
 * @param value - A `Retry-After` header: seconds, or a date.
 * @param nowMs - The current time, in ms since 1970.
 * @returns `undefined` for no header and for one that says nothing; never negative.
 * @see Source: RFC 9110, section 10.2.3.
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/**
 * A little more than the server asked for, so that clients told the same do not come back together.
 *
 * @param afterMs - What the server asked for.
 * @param random - From 0 to 1.
 * @returns What to add, in ms: up to a quarter, and up to five seconds.
 */
export function retryJitterMs(afterMs: number, random: number): number {
  return Math.min(5000, afterMs / 4) * random;
}

/**
 * How long to wait before a try, where the server does not say.
 *
 * @param failures - Tries that have failed, from 1.
 * @returns 0.3 s, doubled by each failure, up to 20 s; before jitter.
 */
export function defaultBackoffMs(failures: number): number {
  return Math.min(20_000, 300 * 2 ** (failures - 1));
}

/**
 * Between half of a time and all of it.
 *
 * @param random - From 0 to 1.
 */
export function jittered(ms: number, random: number): number {
  return (ms * (1 + random)) / 2;
}
