import { type WritableByteStore } from "../store/byte-store.ts";
import { AWKWARD_KEYS, BAD_KEYS, type Promised, TEN } from "./conformance-content.ts";
import { expectAborted, expectCode, expectSame } from "./expectations.ts";

/** What a store that takes bytes promises beyond reading. */
export const WRITING: readonly Promised<WritableByteStore>[] = [
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
