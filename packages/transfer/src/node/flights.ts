/** How to join work. */
export interface Boarding<T, E> {
  /**
   * Begins the work.
   *
   * @param signal - Aborts once every caller has; `undefined` if the first one never will.
   * @param emit - Tells all callers something.
   */
  readonly begin: (signal: AbortSignal | undefined, emit: (event: E) => void) => Promise<T>;
  readonly onEvent?: ((event: E) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Work that several callers wait for, by name.
 *
 * It is given up when the last of them has given up.
 */
export class Flights<T, E> {
  readonly #flights = new Map<string, Flight<T, E>>();

  /**
   * Join the work under a name, or begin it.
   *
   * @returns What the work gives, and whether another call had begun it.
   * @throws What the work throws; the signal's reason if it aborts first.
   */
  async join(name: string, boarding: Boarding<T, E>): Promise<{ readonly value: T; readonly joined: boolean }> {
    boarding.signal?.throwIfAborted();
    const running = this.#flights.get(name);
    const flight = running ?? this.#take(name, boarding);
    return { value: await flight.wait(boarding), joined: running !== undefined };
  }

  #take(name: string, { begin, signal }: Boarding<T, E>): Flight<T, E> {
    const flight = new Flight(begin, signal !== undefined);
    const leave = (): void => {
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    };
    this.#flights.set(name, flight);
    // Nobody may join what has been given up.
    flight.signal?.addEventListener("abort", leave, { once: true });
    flight.work.then(leave, leave);
    return flight;
  }
}

class Flight<T, E> {
  readonly work: Promise<T>;
  readonly #controller: AbortController | undefined;
  readonly #listeners = new Set<(event: E) => void>();
  #waiting = 0;

  constructor(begin: Boarding<T, E>["begin"], mayAbort: boolean) {
    this.#controller = mayAbort ? new AbortController() : undefined;
    this.work = begin(this.#controller?.signal, (event) => {
      for (const listener of this.#listeners) listener(event);
    });
  }

  get signal(): AbortSignal | undefined {
    return this.#controller?.signal;
  }

  async wait({ onEvent, signal }: Boarding<T, E>): Promise<T> {
    this.#waiting += 1;
    if (signal === undefined) return await this.#watched(this.work, onEvent);
    let onAbort = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => {
        this.#waiting -= 1;
        // The last to leave waits until the files are closed and put away.
        if (this.#waiting === 0) this.#controller?.abort(signal.reason);
        else reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
    });
    try {
      return await this.#watched(Promise.race([this.work, aborted]), onEvent);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async #watched(work: Promise<T>, onEvent: ((event: E) => void) | undefined): Promise<T> {
    if (onEvent === undefined) return await work;
    this.#listeners.add(onEvent);
    try {
      return await work;
    } finally {
      this.#listeners.delete(onEvent);
    }
  }
}
