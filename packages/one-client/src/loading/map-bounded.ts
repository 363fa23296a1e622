/**
 * Apply an asynchronous function to every item, at most so many at once, and keep the order.
 *
 * The first failure is thrown as soon as it happens; no further item is begun after it.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  atOnce: number,
  apply: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await apply(items[index] as T, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return results;
}
