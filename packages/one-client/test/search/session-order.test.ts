import fc from "fast-check";
import { expect, test } from "vitest";
import { sortRowsDescending } from "../../src/search/session-order.ts";

const narrow = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 20, maxLength: 20 });
const wide = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 20, maxLength: 20 });

test("rows are sorted by all keys, descending, and equal rows keep their order", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(narrow, wide), { maxLength: 3 }), (keys) => {
      const expected = Array.from({ length: 20 }, (_, row) => row).sort((a, b) => {
        const key = keys.find((values) => values[a] !== values[b]);
        return key === undefined ? 0 : (key[b] as number) - (key[a] as number);
      });
      const sorted = sortRowsDescending(
        keys.map((key) => Int32Array.from(key)),
        20,
      );
      expect([...sorted]).toEqual(expected);
    }),
  );
});

test("no rows are no rows", () => {
  expect(sortRowsDescending([new Int32Array()], 0)).toEqual(new Int32Array());
});
