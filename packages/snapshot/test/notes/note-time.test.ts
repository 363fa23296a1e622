import fc from "fast-check";
import { expect, test } from "vitest";
import { isBefore } from "../../src/notes/note-time.ts";

test.each([
  ["2026-11-20T17:47:36", "2026-11-20T17:47:36.878246"],
  ["2026-11-20T17:47:36.878246", "2026-11-20T17:47:36.9"],
  ["2026-11-20T17:47:36.878246", "2026-11-20T17:47:36.878247"],
  ["2026-11-20T17:47:36Z", "2026-11-20T17:47:36.000001Z"],
  ["2026-11-20T17:47:36+01:00", "2026-11-20T17:47:36+00:00"],
  ["2026-11-20 17:47:36", "2026-11-20T17:47:37"],
])("%s is before %s, and not the other way round", (a, b) => {
  expect([isBefore(a, b), isBefore(b, a), isBefore(a, a)]).toEqual([true, false, false]);
});

test.each([undefined, null, "", "yesterday", "2026-11-20", 5])(
  "%s is before nothing, and nothing before it",
  (other) => {
    const time = "2026-11-20T17:47:36";
    expect([isBefore(other, time), isBefore(time, other)]).toEqual([false, false]);
  },
);

test("Times come in the order of what they mean", () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.integer({ min: 1, max: 1e9 }),
      (date, later) => {
        const [a, b] = [date, new Date(date.getTime() + later)].map((time) => time.toISOString());
        expect([isBefore(a, b), isBefore(b, a)]).toEqual([true, false]);
      },
    ),
  );
});
