import { type ByteStore, type ListableByteStore, type WritableByteStore } from "../store/byte-store.ts";
import { freshContent, type Promised } from "./conformance-content.ts";
import { LISTING } from "./listing-promises.ts";
import { READING } from "./reading-promises.ts";
import { WRITING } from "./writing-promises.ts";

/** One promise of a contract, ready to run in any test framework: `test(name, run)`. */
export interface ConformanceCase {
  /** The promise as a sentence. */
  readonly name: string;
  /** Rejects if the promise is not kept. */
  run(): Promise<void>;
}

/** A store under test and what has to be put away afterwards. */
export interface StoreUnderTest<S extends ByteStore> {
  /** Holds the content it was made for. */
  readonly store: S;
  /** Puts away what the store needed, when its case has run. */
  close?(): Promise<void>;
}

/** Makes a store that holds exactly these values. Called once a case. */
export type MakeStore<S extends ByteStore> = (
  content: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
) => Promise<StoreUnderTest<S>>;

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
      const made = await makeStore(freshContent());
      try {
        await check(made.store);
      } finally {
        await made.close?.();
      }
    },
  }));
}
