import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ByteRange, MemoryStore, withRangeCoalescing } from "../../src/store/index.ts";
import { CountingStore } from "../../src/testing/index.ts";

const BYTES = Uint8Array.from({ length: 200 }, (_, index) => index);

function counted(options = { maxGapBytes: 10, maxReadBytes: 100 }) {
  const inner = new CountingStore(new MemoryStore([["a.b.c", BYTES]]));
  return { inner, store: withRangeCoalescing(inner, options) };
}

const ranges = (...pairs: readonly (readonly [number, number])[]): readonly ByteRange[] =>
  pairs.map(([offset, length]) => ({ offset, length }));

describe("withRangeCoalescing", () => {
  test.each([
    ["neighbours", ranges([0, 5], [5, 5], [10, 5]), ranges([0, 15])],
    ["ranges with a small gap, in any order", ranges([25, 5], [0, 5], [10, 5]), ranges([0, 30])],
    ["overlapping and equal ranges", ranges([0, 20], [5, 5], [5, 5]), ranges([0, 20])],
    ["not ranges far apart", ranges([0, 5], [16, 5]), ranges([0, 5], [16, 5])],
    ["not more than the limit", ranges([0, 60], [60, 60]), ranges([0, 60], [60, 60])],
    ["not a single range above the limit", ranges([0, 150]), ranges([0, 150])],
  ])("joins %s", async (_, asked, expected) => {
    const { inner, store } = counted();
    const found = await Promise.all(asked.map((range) => store.read("a.b.c", { range })));
    expect(found).toEqual(asked.map(({ offset, length }) => BYTES.slice(offset, offset + length)));
    expect(inner.calls.map(({ range }) => range)).toEqual(expected);
  });

  test("does not join ranges of different keys or of different turns, nor whole values", async () => {
    const { inner, store } = counted();
    const [first] = ranges([0, 5]);
    await Promise.all([store.read("a.b.c", { range: first }), store.read("b.b.c", { range: first })]);
    await store.read("a.b.c", { range: first });
    await store.read("a.b.c");
    expect(inner.readCount).toBe(4);
  });

  test("answers the ranges that exist when a neighbour ends beyond the data", async () => {
    const { store } = counted();
    const [inside, beyond] = ranges([190, 5], [196, 10]);
    const [first, second] = await Promise.allSettled([
      store.read("a.b.c", { range: inside }),
      store.read("a.b.c", { range: beyond }),
    ]);
    expect(first).toEqual({ status: "fulfilled", value: BYTES.slice(190, 195) });
    expect(second).toMatchObject({ status: "rejected", reason: { code: "store/short-read", expectedBytes: 10 } });
  });

  test("answers the others when one caller gives up", async () => {
    const { store } = counted();
    const controller = new AbortController();
    const [first, second] = ranges([0, 5], [5, 5]);
    const given = store.read("a.b.c", { range: first, signal: controller.signal });
    const kept = store.read("a.b.c", { range: second });
    controller.abort(new Error("enough"));
    await expect(given).rejects.toThrow("enough");
    expect(await kept).toEqual(BYTES.slice(5, 10));
  });

  test("answers what the store would, in no more reads", async () => {
    const range = fc.record({ offset: fc.nat(250), length: fc.nat(60) });
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 12 }), fc.nat(50), fc.nat(200), async (asked, gap, limit) => {
        const { inner, store } = counted({ maxGapBytes: gap, maxReadBytes: limit });
        const plain = new MemoryStore([["a.b.c", BYTES]]);
        const settle = (of: { read: MemoryStore["read"] }) =>
          Promise.allSettled(asked.map((one) => of.read("a.b.c", { range: one })));
        const [found, expected] = [await settle(store), await settle(plain)];
        expect(found.map(outcome)).toEqual(expected.map(outcome));
        if (expected.every(({ status }) => status === "fulfilled")) {
          expect(inner.readCount).toBeLessThanOrEqual(asked.length);
        }
      }),
    );
  });
});

function outcome(settled: PromiseSettledResult<Uint8Array | undefined>): unknown {
  return settled.status === "fulfilled" ? settled.value : settled.reason.code;
}
