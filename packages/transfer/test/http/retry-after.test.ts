import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultBackoffMs, jittered, parseRetryAfter, retryJitterMs } from "../../src/http/retry-after.ts";

const NOW = Date.parse("2024-05-06T10:00:00Z");

test.each([
  [null, undefined],
  ["", undefined],
  ["soon", undefined],
  ["0", 0],
  ["120", 120_000],
  [" 1.5 ", 1500],
  ["-5", 0],
  ["Mon, 06 May 2024 10:00:30 GMT", 30_000],
  ["Mon, 06 May 2024 09:00:00 GMT", 0],
])("Retry-After %j asks to wait %s ms", (value, expected) => {
  expect(parseRetryAfter(value, NOW)).toBe(expected);
});

test("a wait is never below what was asked for, and not far above it", () => {
  const random = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e7 }), random, (afterMs, chance) => {
      const extra = retryJitterMs(afterMs, chance);
      const wait = jittered(afterMs, chance);
      return extra >= 0 && extra <= 5000 && extra <= afterMs / 4 && wait >= afterMs / 2 && wait <= afterMs;
    }),
  );
});

test("without a word from the server waits double, up to 20 s", () => {
  expect([1, 2, 3, 7, 8, 50].map(defaultBackoffMs)).toEqual([300, 600, 1200, 19_200, 20_000, 20_000]);
});
