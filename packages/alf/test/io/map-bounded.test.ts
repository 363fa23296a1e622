import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapBounded } from "../../src/io/map-bounded.ts";

describe("mapBounded", () => {
  test("gives results in order and never runs more than it may", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat(12), fc.integer({ min: 1, max: 5 }), async (s, count, concurrency) => {
        let open = 0;
        let most = 0;
        const act = async (item: number): Promise<number> => {
          open += 1;
          most = Math.max(most, open);
          await s.schedule(Promise.resolve());
          open -= 1;
          return item * 10;
        };
        const items = Array.from({ length: count }, (_, index) => index);
        const results = mapBounded(items, act, { concurrency });
        await s.waitFor(results);
        expect(await results).toEqual(items.map((item) => item * 10));
        expect(most).toBe(Math.min(concurrency, count));
      }),
    );
  });

  test("throws the first failure, aborts what is under way and starts no more", async () => {
    const started: number[] = [];
    const reasons: unknown[] = [];
    const failure = new Error("broken");
    const act = async (item: number, signal: AbortSignal): Promise<void> => {
      started.push(item);
      if (item === 1) throw failure;
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      reasons.push(signal.reason);
    };
    await expect(mapBounded([0, 1, 2, 3], act, { concurrency: 2 })).rejects.toBe(failure);
    expect([started, reasons]).toEqual([[0, 1], [failure]]);
  });
});
