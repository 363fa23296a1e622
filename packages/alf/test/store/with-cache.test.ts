import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ByteStore, MemoryStore, withCache } from "../../src/store/index.ts";
import { CountingStore } from "../../src/testing/index.ts";

const TEN = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const PART = { range: { offset: 2, length: 3 } };

function counted(maxBytes?: number) {
  const memory = new MemoryStore([
    ["ten.a.b", TEN],
    ["other.a.b", TEN],
  ]);
  const inner = new CountingStore(memory);
  return { memory, inner, store: withCache(inner, { maxBytes }) };
}

/** A store whose reads end when the test says so. */
function held() {
  let answer: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
  const signals: (AbortSignal | undefined)[] = [];
  const store: ByteStore = {
    location: "held:",
    size: async () => undefined,
    read: (_, options) => {
      signals.push(options?.signal);
      return new Promise((resolve, reject) => {
        answer = resolve;
        options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      });
    },
  };
  return { store, signals, answer: (bytes: Uint8Array<ArrayBuffer>) => answer(bytes) };
}

describe("withCache", () => {
  test("reads a value once, and answers its ranges and its size from it", async () => {
    const { inner, store } = counted();
    await store.read("ten.a.b");
    expect(await store.read("ten.a.b")).toEqual(TEN);
    expect(await store.read("ten.a.b", PART)).toEqual(Uint8Array.of(2, 3, 4));
    expect(await store.size("ten.a.b")).toBe(10);
    expect(inner.calls).toEqual([{ operation: "read", key: "ten.a.b", range: undefined }]);
  });

  test("reads a range once", async () => {
    const { inner, store } = counted();
    await store.read("ten.a.b", PART);
    await store.read("ten.a.b", PART);
    await store.read("ten.a.b", { range: { offset: 2, length: 4 } });
    expect([inner.readCount, inner.bytesRead, store.cachedBytes]).toEqual([2, 7, 7]);
  });

  test("shares one read between callers at the same time", async () => {
    const { inner, store } = counted();
    const found = await Promise.all([store.read("ten.a.b"), store.read("ten.a.b"), store.read("ten.a.b")]);
    expect(found).toEqual([TEN, TEN, TEN]);
    expect(new Set(found).size).toBe(3);
    expect(inner.readCount).toBe(1);
  });

  test("drops what was used longest ago", async () => {
    const { inner, store } = counted(8);
    await store.read("ten.a.b", PART);
    await store.read("other.a.b", PART);
    await store.read("ten.a.b", PART);
    await store.read("ten.a.b", { range: { offset: 0, length: 4 } });
    inner.reset();
    await store.read("ten.a.b", PART);
    expect(inner.readCount).toBe(0);
    await store.read("other.a.b", PART);
    expect(inner.readCount).toBe(1);
  });

  test("does not keep what is larger than itself, missing keys, or failures", async () => {
    const { memory, inner, store } = counted(5);
    await store.read("ten.a.b");
    await store.read("ten.a.b");
    expect([inner.readCount, store.cachedBytes]).toEqual([2, 0]);
    expect(await store.read("new.a.b")).toBeUndefined();
    await expect(store.read("ten.a.b", { range: { offset: 9, length: 2 } })).rejects.toThrow("Short read");
    await memory.write("new.a.b", TEN.slice(0, 3));
    expect(await store.read("new.a.b")).toEqual(TEN.slice(0, 3));
    await memory.write("ten.a.b", new Uint8Array(20));
    expect(await store.read("ten.a.b", { range: { offset: 9, length: 2 } })).toEqual(new Uint8Array(2));
  });

  test("forgets one key, or all", async () => {
    const { memory, store } = counted();
    await store.read("ten.a.b");
    await store.read("other.a.b");
    await memory.write("ten.a.b", Uint8Array.of(1));
    store.forget("ten.a.b");
    expect(await store.read("ten.a.b")).toEqual(Uint8Array.of(1));
    expect(store.cachedBytes).toBe(11);
    store.forget();
    expect(store.cachedBytes).toBe(0);
  });

  test("does not keep what was asked for before it was forgotten", async () => {
    const { store, answer } = held();
    const cache = withCache(store);
    const read = cache.read("ten.a.b");
    cache.forget("ten.a.b");
    answer(TEN);
    expect(await read).toEqual(TEN);
    expect(cache.cachedBytes).toBe(0);
  });

  test("goes on with a shared read while one caller still waits, and stops it with the last", async () => {
    const { store, signals, answer } = held();
    const cache = withCache(store);
    const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
    const first = cache.read("ten.a.b", { signal: one.signal });
    const second = cache.read("ten.a.b", { signal: two.signal });
    one.abort(new Error("first gave up"));
    await expect(first).rejects.toThrow("first gave up");
    expect(signals[0]?.aborted).toBe(false);
    answer(TEN);
    expect(await second).toEqual(TEN);
    const third = cache.read("other.a.b", { signal: three.signal });
    three.abort(new Error("third gave up"));
    await expect(third).rejects.toThrow("third gave up");
    expect(signals[1]?.aborted).toBe(true);
  });

  test("never keeps more than it may, and always answers what the store would", async () => {
    const read = fc.record({
      key: fc.constantFrom("ten.a.b", "other.a.b"),
      range: fc.option(fc.record({ offset: fc.nat(5), length: fc.nat(5) }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(read, { maxLength: 30 }), fc.nat(25), async (reads, maxBytes) => {
        const { memory, store } = counted(maxBytes);
        for (const { key, range } of reads) {
          expect(await store.read(key, { range })).toEqual(await memory.read(key, { range }));
          expect(store.cachedBytes).toBeLessThanOrEqual(maxBytes);
        }
        store.forget();
        expect(store.cachedBytes).toBe(0);
      }),
    );
  });
});
