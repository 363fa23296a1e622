import { type ByteStore } from "../store/byte-store.ts";
import { AWKWARD_KEYS, BAD_KEYS, type Promised, REVISION_KEY, TEN } from "./conformance-content.ts";
import { expectAborted, expectCode, expectSame } from "./expectations.ts";

/** What every store promises. */
export const READING: readonly Promised<ByteStore>[] = [
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
