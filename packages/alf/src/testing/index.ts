export { BrokenPromiseError, isTestingError, type TestingError } from "./broken-promise-error.ts";
export { type CountedCall, CountingListableStore, CountingStore } from "./counting-store.ts";
export {
  type ConformanceCase,
  listableStoreConformance,
  type MakeStore,
  type StoreUnderTest,
  storeConformance,
  writableStoreConformance,
} from "./store-conformance.ts";
