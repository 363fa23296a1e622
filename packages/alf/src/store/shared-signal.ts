/**
 * One signal for work that several callers wait for: it aborts when the last of them has given up.
 *
 * A caller without a signal never gives up.
 */
export class SharedSignal {
  readonly #controller = new AbortController();
  #waiting = 0;

  /** Aborted once every caller that joined has aborted. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Wait for the shared work, or for this caller's own signal.
   *
   * @throws The signal's reason if it aborts first; what the work throws otherwise.
   */
  async join<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    this.#waiting += 1;
    if (signal === undefined) return await work;
    let onAbort: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => {
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#controller.abort(signal.reason);
        reject(signal.reason);
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
    }
  }
}
