import { type DataWarning, type OnWarning } from "@neurophys/alf";
import { isTransferError } from "@neurophys/transfer";
import { type Catalog } from "./catalog.ts";

/** How one catalog stands in for another. */
export interface FallbackOptions {
  /** Told once an outage: `one/offline`. */
  readonly onWarning: OnWarning;
}

/** True for failures that mean: it cannot be reached, rather than: it says no. */
export function isOutage(error: unknown): boolean {
  return isTransferError(error, "transfer/unreachable", "transfer/timeout");
}

/** Tells that answers come from elsewhere. */
export function offlineWarning(first: string, second: string): DataWarning {
  const message = `${first} cannot be reached: answers come from ${second}`;
  return { code: "one/offline", category: "RuntimeWarning", message };
}

/**
 * A catalog that asks another one where the first cannot be reached.
 *
 * Only where it cannot be reached: an answer that says no, a refused login or a wrong question is not asked again
 * elsewhere. The first is tried again by every question. This is the only place where being offline means something.
 *
 * @see Source: `OneAlyx` in ONE, `one/api.py`, which changes its `mode` for good when the network fails.
 */
export function withFallback(first: Catalog, second: Catalog, { onWarning }: FallbackOptions): Catalog {
  let isOut = false;
  const ask = async <T>(question: (catalog: Catalog) => Promise<T>): Promise<T> => {
    try {
      const answer = await question(first);
      isOut = false;
      return answer;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (!isOut) onWarning(offlineWarning(first.location, second.location));
      isOut = true;
      return question(second);
    }
  };
  return {
    location: first.location,
    searchSessions: (terms, options) => ask((catalog) => catalog.searchSessions(terms, options)),
    searchInsertions: (terms, options) => ask((catalog) => catalog.searchInsertions(terms, options)),
    findSession: (eid, options) => ask((catalog) => catalog.findSession(eid, options)),
    findSessions: (place, options) => ask((catalog) => catalog.findSessions(place, options)),
    readSession: (eid, options) => ask((catalog) => catalog.readSession(eid, options)),
    findDataset: (id, options) => ask((catalog) => catalog.findDataset(id, options)),
    findInsertion: (pid, options) => ask((catalog) => catalog.findInsertion(pid, options)),
    listInsertions: (eid, options) => ask((catalog) => catalog.listInsertions(eid, options)),
  };
}
