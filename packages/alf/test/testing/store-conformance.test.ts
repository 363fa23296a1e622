import { describe, expect, test } from "vitest";
import {
  type ByteStore,
  type ListableByteStore,
  MemoryStore,
  type ReadOptions,
  type WritableByteStore,
} from "../../src/store/index.ts";
import {
  type ConformanceCase,
  isTestingError,
  listableStoreConformance,
  storeConformance,
  writableStoreConformance,
} from "../../src/testing/index.ts";

type Read = (store: MemoryStore, key: string, options: ReadOptions) => Promise<Uint8Array<ArrayBuffer> | undefined>;
type Content = Iterable<readonly [string, Uint8Array]>;

/** A good store with one fault. */
function faulty(content: Content, fault: Partial<WritableByteStore & ListableByteStore> & { readonly readBy?: Read }) {
  const good = new MemoryStore(content);
  const store: WritableByteStore & ListableByteStore = {
    location: "faulty:",
    read: (key, options = {}) => (fault.readBy ?? ((inner, ...args) => inner.read(...args)))(good, key, options),
    size: (key, options) => good.size(key, options),
    write: (key, bytes, options) => good.write(key, bytes, options),
    delete: (key) => good.delete(key),
    list: (prefix, options) => good.list(prefix, options),
    ...fault,
  };
  return store;
}

async function failuresOf(cases: readonly ConformanceCase[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name, run } of cases) {
    await run().catch(() => names.push(name));
  }
  return names;
}

/** Faults that were seen in stores of others. */
const READ_FAULTS: readonly (readonly [string, Read, string])[] = [
  ["cuts keys at #", (store, key, options) => store.read(key.split("#")[0] || "x", options), "keeps every character"],
  ["ignores the range", (store, key, { signal }) => store.read(key, { signal }), "reads exactly the range asked for"],
  [
    "fills short reads with zeros",
    async (store, key, { range, signal }) => {
      const bytes = await store.read(key, { signal });
      if (bytes === undefined || range === undefined || range.length > 1e6) return bytes;
      const padded = new Uint8Array(range.length);
      padded.set(bytes.subarray(range.offset, range.offset + range.length));
      return padded;
    },
    "refuses a range that ends beyond the data",
  ],
  [
    "says undefined for an empty value",
    async (store, key, options) => {
      const bytes = await store.read(key, options);
      return bytes?.length === 0 ? undefined : bytes;
    },
    "reads an empty value as no bytes",
  ],
  [
    "throws for missing keys",
    async (store, key, options) => {
      const bytes = await store.read(key, options);
      if (bytes === undefined) throw new Error("404");
      return bytes;
    },
    "answers undefined for a key that is not there",
  ],
  [
    "does not listen to its signal",
    (store, key, { range }) => store.read(key, { range }),
    "ends with the signal's reason",
  ],
  [
    "hands out a view of a larger buffer",
    async (store, key, { range, signal }) => {
      await store.read(key, { range, signal });
      const bytes = await store.read(key);
      return range === undefined ? bytes : bytes?.subarray(range.offset, range.offset + range.length);
    },
    "gives bytes that fill their buffer",
  ],
];

describe("storeConformance", () => {
  test.each(READ_FAULTS)("catches a store that %s", async (_, readBy, promise) => {
    const cases = storeConformance(async (content) => ({ store: faulty(content, { readBy }) }));
    expect(await failuresOf(cases)).toContainEqual(expect.stringContaining(promise));
  });

  test("says what was looked at, found and expected", async () => {
    const readBy: Read = async (store, key, options) => (await store.read(key, options))?.slice(1);
    const cases = storeConformance(async (content) => ({ store: faulty(content, { readBy }) }));
    const error = await cases[0]?.run().catch((caught: unknown) => caught);
    expect(isTestingError(error, "testing/broken-promise") && error.message).toBe(
      "value: bytes [1 2 3 4 5 6 7 8 9] (expected bytes [0 1 2 3 4 5 6 7 8 9])",
    );
  });

  test("catches a store that shares its memory with callers", async () => {
    const cases = storeConformance(async (content) => {
      const kept = new Map(content);
      const readBy: Read = async (store, key, options) => {
        await store.read(key, options);
        return options.range === undefined ? kept.get(key) : store.read(key, options);
      };
      return { store: faulty(content, { readBy }) };
    });
    const failures = await failuresOf(cases);
    expect(failures).toEqual(["gives every caller bytes of its own"]);
  });

  test("finds no fault in a good store, and puts every store away", async () => {
    let open = 0;
    const make = async (content: Content): Promise<{ store: ByteStore; close(): Promise<void> }> => {
      open += 1;
      return {
        store: new MemoryStore(content),
        close: async () => {
          open -= 1;
        },
      };
    };
    const cases = storeConformance(make);
    expect(await failuresOf(cases)).toEqual([]);
    expect([cases.length > 10, open]).toEqual([true, 0]);
  });
});

describe("writableStoreConformance", () => {
  test.each<[string, Partial<WritableByteStore>, string]>([
    ["drops writes", { write: async () => undefined }, "reads back what was written"],
    ["always claims to have removed", { delete: async () => true }, "removes a value once"],
  ])("catches a store that %s", async (_, fault, promise) => {
    const cases = writableStoreConformance(async (content) => ({ store: faulty(content, fault) }));
    expect(await failuresOf(cases)).toContainEqual(expect.stringContaining(promise));
  });
});

describe("listableStoreConformance", () => {
  test.each<[string, (keys: string[]) => string[], string]>([
    ["lists by whole strings or UTF-16 units", (keys) => keys.sort(), "parts compared by code point"],
    ["lists a key twice", (keys) => [...keys, ...keys], "lists every key once"],
    ["takes the beginning of a name for a folder", (keys) => [...keys, "more"], "lists nothing below a folder"],
  ])("catches a store that %s", async (_, change, promise) => {
    const cases = listableStoreConformance(async (content) => {
      const good = new MemoryStore(content);
      async function* list(prefix?: string, options?: { readonly signal?: AbortSignal | undefined }) {
        const keys: string[] = [];
        for await (const key of good.list(prefix, options)) keys.push(key);
        yield* change(keys);
      }
      return { store: faulty(content, { list }) };
    });
    expect(await failuresOf(cases)).toContainEqual(expect.stringContaining(promise));
  });
});
