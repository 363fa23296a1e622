import {
  Bool,
  DateDay,
  DateMillisecond,
  Dictionary,
  Float64,
  Int8,
  Int64,
  LargeUtf8,
  TimestampNanosecond,
  Uint16,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { describe, expect, test } from "vitest";
import { dayRange } from "../../src/search/date-range.ts";
import { dateOfDay, dayColumn, flagColumn, NO_DAY, numberColumn } from "../../src/search/number-column.ts";
import { textColumn } from "../../src/search/text-column.ts";

const texts = (vector: Parameters<typeof textColumn>[0]) => {
  const { codes, values } = textColumn(vector);
  return Array.from(codes, (code) => values[code]);
};

test.each([new Utf8(), new LargeUtf8(), new Dictionary(new Utf8(), new Int8())])(
  "text of %s is read with its gaps",
  (type) => {
    expect(texts(vectorFromArray(["a", null, "é", "a", ""], type))).toEqual(["a", undefined, "é", "a", ""]);
  },
);

describe("dates", () => {
  const day = Date.UTC(2020, 1, 29);
  test.each([new DateDay(), new DateMillisecond(), new TimestampNanosecond()])("of %s are days", (type) => {
    const value = String(type).startsWith("Date") ? new Date(day) : day;
    const days = dayColumn(vectorFromArray([value, null], type) as never);
    expect([...days].map((n) => (n === NO_DAY ? undefined : dateOfDay(n)))).toEqual(["2020-02-29", undefined]);
  });

  test("may be text", () => {
    const days = dayColumn(vectorFromArray(["2020-02-29", "1969-12-31T10:00", "x", null], new Utf8()));
    expect([...days]).toEqual([day / 86_400_000, -1, NO_DAY, NO_DAY]);
  });
});

test("numbers of any width are floats", () => {
  expect([...numberColumn(vectorFromArray([1n, null], new Int64()))]).toEqual([1, Number.NaN]);
  expect([...numberColumn(vectorFromArray([1, null, 65535], new Uint16()))]).toEqual([1, Number.NaN, 65535]);
  expect([...numberColumn(vectorFromArray([1.5, Number.NaN], new Float64()))]).toEqual([1.5, Number.NaN]);
});

test("flags are 0 and 1, and a missing one is 0", () => {
  const many = Array.from({ length: 20 }, (_, i) => (i % 7 === 0 ? null : i % 3 === 0));
  expect([...flagColumn(vectorFromArray(many, new Bool()))]).toEqual(many.map(Number));
  expect([...flagColumn(vectorFromArray([0, 1, 2], new Int8()))]).toEqual([0, 1, 1]);
});

test.each([
  ["2020-01-01", ["2020-01-01", "2020-01-01"]],
  ["2020-01-01T12:00", ["2020-01-01", "2020-01-02"]],
  [
    ["2020-01-01", null],
    ["2020-01-01", "2262-04-11"],
  ],
  [
    [null, "2020-01-01"],
    ["1677-09-21", "2020-01-01"],
  ],
])("the days of %j are %j, as the database takes them", (value, days) => {
  expect(dayRange(value)).toEqual(days);
});
