import { type ListableByteStore } from "../store/byte-store.ts";
import { BAD_KEYS, type Promised, REVISION_KEY } from "./conformance-content.ts";
import { expectAborted, expectCode, expectSame } from "./expectations.ts";

/** What a store that can be walked promises beyond reading. */
export const LISTING: readonly Promised<ListableByteStore>[] = [
  [
    "lists every key once, parts compared by code point",
    async (store) =>
      expectSame("keys", await keysOf(store), [
        ".hidden.a.b",
        "a b/100% & c+d?.x.y",
        "a.b..c",
        REVISION_KEY,
        "alf!.a.b",
        "empty.bytes.bin",
        "ten.bytes.bin",
        "ü/日本語.data.npy",
        "\uffee.a.b",
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
      const direct = [".hidden.a.b", "a.b..c", "alf!.a.b", "empty.bytes.bin", "ten.bytes.bin", "\uffee.a.b", "😀.a.b"];
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
