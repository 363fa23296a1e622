import { type ByteStore } from "../store/byte-store.ts";

/** A promise of a contract and the check that a store, which holds {@link freshContent}, keeps it. */
export type Promised<S extends ByteStore> = readonly [name: string, check: (store: S) => Promise<void>];

/** Ten bytes, 0 to 9, under `ten.bytes.bin`. */
export const TEN: Uint8Array<ArrayBuffer> = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
/** A key as ALF has them. */
export const REVISION_KEY = "alf/probe00/#2024-05-06#/_ibl_spikes.times.npy";
/** Keys that a careless store cuts or changes; each holds its index and 255. */
export const AWKWARD_KEYS: readonly string[] = [
  REVISION_KEY,
  "a b/100% & c+d?.x.y",
  "ü/日本語.data.npy",
  ".hidden.a.b",
  "a.b..c",
  "alf!.a.b",
  "\uffee.a.b",
  "😀.a.b",
];
/** Keys that no store may take. */
export const BAD_KEYS: readonly string[] = [
  "",
  "/a",
  "../a",
  "a/../b",
  "a/..",
  "./a",
  "a//b",
  "a/",
  "a\\b",
  "C:/a",
  "a\0b",
  "a\ud800b",
];

/** What every store under test holds; new for each, so that a fault of one cannot reach the next. */
export function freshContent(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return new Map([
    ["ten.bytes.bin", new Uint8Array(TEN)],
    ["empty.bytes.bin", new Uint8Array()],
    ...AWKWARD_KEYS.map((key, index): [string, Uint8Array<ArrayBuffer>] => [key, Uint8Array.of(index, 255)]),
  ]);
}
