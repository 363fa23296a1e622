/** How many reads or writes of one call are under way at a time: enough to hide the latency of a disk or a server. */
const DEFAULT_CONCURRENCY = 8;

/** Options of {@link mapBounded}. */
export interface BoundedOptions {
  /** Most calls at a time. */
  readonly concurrency?: number | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Call an asynchronous function on every item, a few at a time.
 *
 * The first failure aborts the signal that the others got, starts no more, and is thrown once none is under way.
 *
 * @returns Results in the order of the items.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  act: (item: T, signal: AbortSignal) => Promise<R>,
  { concurrency = DEFAULT_CONCURRENCY, signal }: BoundedOptions = {},
): Promise<readonly R[]> {
  const failure = new AbortController();
  const shared = signal === undefined ? failure.signal : AbortSignal.any([failure.signal, signal]);
  const results: R[] = new Array<R>(items.length);
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    // One queue for all lanes: each takes the next item when it has time.
    for (const [index, item] of queue) {
      shared.throwIfAborted();
      try {
        results[index] = await act(item, shared);
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }
  };
  const lanes = Array.from({ length: Math.max(1, Math.min(concurrency, items.length)) }, lane);
  await Promise.allSettled(lanes);
  if (failure.signal.aborted) throw failure.signal.reason;
  signal?.throwIfAborted();
  return results;
}
