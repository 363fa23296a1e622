/** A list whose entries may have to be asked for: all of it is known but what it holds. */
export interface LazyList<T> extends AsyncIterable<T> {
  /** How many entries there are. */
  readonly length: number;
  /** One entry, from 0; below 0 from the end; `undefined` beyond the ends. */
  at(index: number): Promise<T | undefined>;
  /** Some entries, as `Array.prototype.slice` takes them. */
  slice(start?: number, end?: number): Promise<readonly T[]>;
  /** All entries. */
  toArray(): Promise<readonly T[]>;
}

/** A list that is all there, in the form of one that is not. */
export function lazyListOf<T>(entries: readonly T[]): LazyList<T> {
  return {
    length: entries.length,
    at: (index) => Promise.resolve(entries.at(index)),
    slice: (start, end) => Promise.resolve(entries.slice(start, end)),
    toArray: () => Promise.resolve(entries),
    async *[Symbol.asyncIterator]() {
      yield* entries;
    },
  };
}

/** A list of what a function makes of the entries of another; they are asked for only when these are. */
export function mapLazyList<S, T>(source: LazyList<S>, make: (entry: S) => T): LazyList<T> {
  return {
    length: source.length,
    at: async (index) => {
      const entry = await source.at(index);
      return entry === undefined ? undefined : make(entry);
    },
    slice: async (start, end) => (await source.slice(start, end)).map(make),
    toArray: async () => (await source.toArray()).map(make),
    async *[Symbol.asyncIterator]() {
      for await (const entry of source) yield make(entry);
    },
  };
}
