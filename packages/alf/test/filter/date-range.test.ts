import { describe, expect, test } from "vitest";
import { parseTimestamp, validateDateRange } from "../../src/filter/index.ts";
import { expected, outcome, vectors } from "../vectors.ts";

/** A moment as pandas prints it. */
function text(ns: bigint): string {
  const second = 10n ** 9n;
  const fraction = ((ns % second) + second) % second;
  const whole = new Date(Number((ns - fraction) / 10n ** 6n)).toISOString().slice(0, 19).replace("T", " ");
  const digits = String(fraction).padStart(9, "0").replace(/000$/, "");
  return fraction === 0n ? whole : `${whole}.${digits}`;
}

describe("dates", () => {
  test.each(vectors("util", "validate_date_range"))("$id: range $args is $result $error", (vector) => {
    const range = (): unknown => {
      const found = validateDateRange(vector.args[0] as string);
      return found && [text(found.start), text(found.end)];
    };
    expect(outcome(vector, range)).toEqual(expected(vector));
  });

  test.each([
    ["2019-06-07 12:30:05.123456789", "2019-06-07 12:30:05.123456789"],
    ["2019-06-07T12", "2019-06-07 12:00:00"],
    ["20190607", "2019-06-07 00:00:00"],
    ["20190607T123000", "2019-06-07 12:30:00"],
    ["2019/6/7", "2019-06-07 00:00:00"],
    ["6/7/2019", "2019-06-07 00:00:00"],
    ["13/7/2019", "2019-07-13 00:00:00"],
    ["7 June 2019", "2019-06-07 00:00:00"],
    ["Fri 7 Jun 2019", "2019-06-07 00:00:00"],
    ["June 7th, 2019 5 pm", "2019-06-07 17:00:00"],
    ["Jun 2019", "2019-06-01 00:00:00"],
    ["7-Jun-2019", "2019-06-07 00:00:00"],
    ["2019-06-07T12:00Z", "2019-06-07 12:00:00"],
    ["2019-06-07T12:00+02:00", "2019-06-07 10:00:00"],
    ["1969-12-31T23:59:59.5", "1969-12-31 23:59:59.500000"],
  ])("%s is %s", (written, moment) => {
    expect(text(parseTimestamp(written))).toBe(moment);
  });

  test.each([
    "",
    "x",
    "2019-13-01",
    "2019-02-29",
    "2019-06-07T25:00",
    "13 pm 2019",
    "9999",
    "1500-01-01",
    "7 Foo 2019",
    Number.NaN,
    2n ** 63n,
    new Date(Number.NaN),
  ])("%s is refused", (value) => {
    expect(() => parseTimestamp(value)).toThrow(expect.objectContaining({ code: "alf/invalid-argument", value }));
  });

  test("other forms of a moment are nanoseconds and Date", () => {
    expect(parseTimestamp(5n)).toBe(5n);
    expect(parseTimestamp(5)).toBe(5n);
    expect(parseTimestamp(new Date(5))).toBe(5_000_000n);
  });

  test.each([
    ["blanks", " ".repeat(100_000)],
    ["digits", "1".repeat(100_000)],
    ["letters", "a".repeat(100_000)],
    ["blanks after a year", `2020${" ".repeat(100_000)}x`],
  ])("endless %s are refused without delay", (_, value) => {
    expect(() => parseTimestamp(value)).toThrow(expect.objectContaining({ code: "alf/invalid-argument" }));
  });
});
