import { type ByteStore, type ListableByteStore, type WritableByteStore } from "../store/byte-store.ts";
import { expectAborted, expectCode, expectSame } from "./expectations.ts";

/** One promise of a contract, ready to run in any test framework: `test(name, run)`. */
export interface ConformanceCase {
  /** The promise as a sentence. */
  readonly name: string;
  /** Rejects if the promise is not kept. */
  run(): Promise<void>;
}

/** A store under test and what has to be put away afterwards. */
export interface StoreUnderTest<S extends ByteStore> {
  readonly store: S;
  close?(): Promise<void>;
}

/** Makes a store that holds exactly these values. Called once a case. */
export type MakeStore<S extends ByteStore> = (
  content: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
) => Promise<StoreUnderTest<S>>;

const TEN = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const REVISION_KEY = "alf/probe00/#2024-05-06#/_ibl_spikes.times.npy";
const AWKWARD_KEYS = [REVISION_KEY, "a b/100% & c+d?.x.y", "ü/日本語.data.npy", ".hidden.a.b", "a.b..c", "😀.a.b"];
const BAD_KEYS = ["", "/a", "../a", "a/../b", "a/..", "./a", "a//b", "a/", "a\\b", "C:/a", "a\0b", "a\ud800b"];

const CONTENT: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map([
  ["ten.bytes.bin", TEN],
  ["empty.bytes.bin", new Uint8Array()],
  ...AWKWARD_KEYS.map((key, index): [string, Uint8Array<ArrayBuffer>] => [key, Uint8Array.of(index, 255)]),
]);

/** A case of a store that holds {@link CONTENT}. */
type Promised<S extends ByteStore> = readonly [name: string, check: (store: S) => Promise<void>];

/**
 * What {@link ByteStore} promises, as cases.
 *
 * @param makeStore - Makes the store to test.
 */
export function storeConformance(makeStore: MakeStore<ByteStore>): readonly ConformanceCase[] {
  return casesOf(makeStore, READING);
}

/**
 * What {@link WritableByteStore} promises beyond reading, as cases.
 *
 * @param makeStore - Makes the store to test.
 */
export function writableStoreConformance(makeStore: MakeStore<WritableByteStore>): readonly ConformanceCase[] {
  return casesOf(makeStore, WRITING);
}

/**
 * What {@link ListableByteStore} promises beyond reading, as cases.
 *
 * @param makeStore - Makes the store to test.
 */
export function listableStoreConformance(makeStore: MakeStore<ListableByteStore>): readonly ConformanceCase[] {
  return casesOf(makeStore, LISTING);
}

function casesOf<S extends ByteStore>(
  makeStore: MakeStore<S>,
  promises: readonly Promised<S>[],
): readonly ConformanceCase[] {
  return promises.map(([name, check]) => ({
    name,
    run: async () => {
      const made = await makeStore(CONTENT);
      try {
        await check(made.store);
      } finally {
        await made.close?.();
      }
    },
  }));
}

const READING: readonly Promised<ByteStore>[] = [
  ["reads a whole value", async (store) => expectSame("value", await store.read("ten.bytes.bin"), TEN)],
  [
    "reads an empty value as no bytes, not as a missing one",
    async (store) => expectSame("value", await store.read("empty.bytes.bin"), new Uint8Array()),
  ],
  [
    "answers undefined for a key that is not there, with and without a range",
    async (store) => {
      expectSame("whole", await store.read("not.there.npy"), undefined);
      expectSame("range", await store.read("not.there.npy", { range: { offset: 0, length: 1 } }), undefined);
      expectSame("no bytes", await store.read("not.there.npy", { range: { offset: 0, length: 0 } }), undefined);
      expectSame("size", await store.size("not.there.npy"), undefined);
    },
  ],
  [
    "answers undefined for a key below another one",
    async (store) => expectSame("value", await store.read("ten.bytes.bin/part"), undefined),
  ],
  [
    "reads exactly the range asked for",
    async (store) => {
      for (const [offset, length] of [
        [0, 1],
        [0, 10],
        [3, 4],
        [9, 1],
      ] as const) {
        const part = await store.read("ten.bytes.bin", { range: { offset, length } });
        expectSame(`bytes ${offset}+${length}`, part, TEN.slice(offset, offset + length));
      }
    },
  ],
  [
    "reads a range of no bytes anywhere up to the end",
    async (store) => {
      for (const offset of [0, 4, 10]) {
        const part = await store.read("ten.bytes.bin", { range: { offset, length: 0 } });
        expectSame(`bytes ${offset}+0`, part, new Uint8Array());
      }
      expectSame("empty", await store.read("empty.bytes.bin", { range: { offset: 0, length: 0 } }), new Uint8Array());
    },
  ],
  [
    "refuses a range that ends beyond the data",
    async (store) => {
      for (const [key, offset, length] of [
        ["ten.bytes.bin", 0, 11],
        ["ten.bytes.bin", 9, 2],
        ["ten.bytes.bin", 10, 1],
        ["ten.bytes.bin", 11, 0],
        ["ten.bytes.bin", 100, 5],
        ["ten.bytes.bin", 1, 2 ** 40],
        ["empty.bytes.bin", 0, 1],
      ] as const) {
        const read = () => store.read(key, { range: { offset, length } });
        await expectCode(`${key} ${offset}+${length}`, read, "store/short-read");
      }
    },
  ],
  [
    "refuses ranges that are none",
    async (store) => {
      for (const [offset, length] of [
        [-1, 2],
        [0, -1],
        [0.5, 1],
        [0, Number.NaN],
        [2 ** 53, 1],
      ] as const) {
        const read = () => store.read("ten.bytes.bin", { range: { offset, length } });
        await expectCode(`${offset}+${length}`, read, "store/invalid-range");
      }
    },
  ],
  [
    "tells the size of a value",
    async (store) => {
      expectSame("ten", await store.size("ten.bytes.bin"), 10);
      expectSame("empty", await store.size("empty.bytes.bin"), 0);
      expectSame("revision", await store.size(REVISION_KEY), 2);
    },
  ],
  [
    "keeps every character of a key, # and % and spaces included",
    async (store) => {
      for (const [index, key] of AWKWARD_KEYS.entries()) {
        expectSame(key, await store.read(key), Uint8Array.of(index, 255));
        expectSame(key, await store.read(key, { range: { offset: 1, length: 1 } }), Uint8Array.of(255));
      }
    },
  ],
  [
    "refuses keys that step out of the store or name nothing in it",
    async (store) => {
      for (const key of BAD_KEYS) {
        await expectCode(`read ${JSON.stringify(key)}`, () => store.read(key), "store/invalid-key");
        await expectCode(`size ${JSON.stringify(key)}`, () => store.size(key), "store/invalid-key");
      }
    },
  ],
  [
    "gives every caller bytes of its own",
    async (store) => {
      const first = await store.read("ten.bytes.bin");
      first?.fill(77);
      (await store.read("ten.bytes.bin", { range: { offset: 0, length: 3 } }))?.fill(77);
      expectSame("value", await store.read("ten.bytes.bin"), TEN);
    },
  ],
  [
    "gives bytes that fill their buffer",
    async (store) => {
      const part = await store.read("ten.bytes.bin", { range: { offset: 3, length: 4 } });
      expectSame("buffer", part?.buffer.byteLength, 4);
      expectSame("offset", part?.byteOffset, 0);
    },
  ],
  [
    "answers many reads at once",
    async (store) => {
      const reads = Array.from({ length: 50 }, (_, index) =>
        store.read("ten.bytes.bin", { range: { offset: index % 10, length: 1 } }),
      );
      const found = (await Promise.all(reads)).map((bytes) => bytes?.[0]);
      expectSame(
        "bytes",
        found,
        Array.from({ length: 50 }, (_, index) => index % 10),
      );
    },
  ],
  [
    "ends with the signal's reason when it is aborted",
    async (store) => {
      await expectAborted("read", (signal) => store.read("ten.bytes.bin", { signal }));
      await expectAborted("size", (signal) => store.size("ten.bytes.bin", { signal }));
    },
  ],
  ["says where its keys resolve to", async (store) => expectSame("location", store.location.length > 0, true)],
];

const WRITING: readonly Promised<WritableByteStore>[] = [
  [
    "reads back what was written, under every kind of key",
    async (store) => {
      for (const key of [...AWKWARD_KEYS, "new/folder/of/three.a.b"]) {
        await store.write(key, TEN);
        expectSame(key, await store.read(key), TEN);
        expectSame(key, await store.size(key), 10);
      }
    },
  ],
  [
    "replaces a longer value by a shorter one, and by none",
    async (store) => {
      await store.write("ten.bytes.bin", Uint8Array.of(1));
      expectSame("shorter", await store.read("ten.bytes.bin"), Uint8Array.of(1));
      await store.write("ten.bytes.bin", new Uint8Array());
      expectSame("empty", await store.read("ten.bytes.bin"), new Uint8Array());
    },
  ],
  [
    "writes a view as its own bytes, not its buffer's",
    async (store) => {
      await store.write("view.a.b", TEN.subarray(2, 5));
      expectSame("value", await store.read("view.a.b"), Uint8Array.of(2, 3, 4));
    },
  ],
  [
    "does not see what the caller does to the bytes afterwards",
    async (store) => {
      const bytes = Uint8Array.of(1, 2, 3);
      await store.write("mine.a.b", bytes);
      bytes.fill(9);
      expectSame("value", await store.read("mine.a.b"), Uint8Array.of(1, 2, 3));
    },
  ],
  [
    "keeps one of the values whole when several writers meet",
    async (store) => {
      const values = Array.from({ length: 8 }, (_, index) => new Uint8Array(1000 + index).fill(index));
      await Promise.all(values.map((value) => store.write("contested.a.b", value)));
      const found = await store.read("contested.a.b");
      expectSame("value", found, values[found?.[0] ?? -1]);
    },
  ],
  [
    "removes a value once",
    async (store) => {
      expectSame("first", await store.delete("ten.bytes.bin"), true);
      expectSame("second", await store.delete("ten.bytes.bin"), false);
      expectSame("value", await store.read("ten.bytes.bin"), undefined);
      expectSame("below a value", await store.delete("empty.bytes.bin/part"), false);
    },
  ],
  [
    "refuses to write or remove outside itself",
    async (store) => {
      for (const key of BAD_KEYS) {
        await expectCode(`write ${JSON.stringify(key)}`, () => store.write(key, TEN), "store/invalid-key");
        await expectCode(`delete ${JSON.stringify(key)}`, () => store.delete(key), "store/invalid-key");
      }
    },
  ],
  [
    "leaves the old value when a write is aborted",
    async (store) => {
      await expectAborted("write", (signal) => store.write("ten.bytes.bin", Uint8Array.of(1), { signal }));
      expectSame("value", await store.read("ten.bytes.bin"), TEN);
    },
  ],
];

const LISTING: readonly Promised<ListableByteStore>[] = [
  [
    "lists every key once, parts compared by code point",
    async (store) =>
      expectSame("keys", await keysOf(store), [
        ".hidden.a.b",
        "a b/100% & c+d?.x.y",
        "a.b..c",
        REVISION_KEY,
        "empty.bytes.bin",
        "ten.bytes.bin",
        "ü/日本語.data.npy",
        "😀.a.b",
      ]),
  ],
  [
    "lists the keys below a folder, by their full names",
    async (store) => {
      expectSame("alf", await keysOf(store, "alf"), [REVISION_KEY]);
      expectSame("alf/probe00", await keysOf(store, "alf/probe00"), [REVISION_KEY]);
    },
  ],
  [
    "lists only the keys directly in a folder when asked to",
    async (store) => {
      const direct = [".hidden.a.b", "a.b..c", "empty.bytes.bin", "ten.bytes.bin", "😀.a.b"];
      expectSame("all", await keysOf(store, undefined, false), direct);
      expectSame("alf/probe00", await keysOf(store, "alf/probe00", false), []);
      expectSame("revision", await keysOf(store, "alf/probe00/#2024-05-06#", false), [REVISION_KEY]);
    },
  ],
  [
    "lists nothing below a folder that is not there, a part of a name, or a value",
    async (store) => {
      for (const prefix of ["not-there", "al", "alf/probe0", "ten.bytes.bin"]) {
        expectSame(prefix, await keysOf(store, prefix), []);
      }
    },
  ],
  [
    "refuses a prefix outside itself",
    async (store) => {
      for (const prefix of BAD_KEYS) {
        await expectCode(JSON.stringify(prefix), () => keysOf(store, prefix), "store/invalid-key");
      }
    },
  ],
  [
    "ends with the signal's reason when it is aborted",
    async (store) =>
      expectAborted("list", async (signal) => {
        const keys: string[] = [];
        for await (const key of store.list(undefined, { signal })) keys.push(key);
        return keys;
      }),
  ],
];

async function keysOf(store: ListableByteStore, prefix?: string, recursive?: boolean): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix, { recursive })) keys.push(key);
  return keys;
}
