import { TransferTimeoutError } from "../errors/http-errors.ts";

/** Options of a {@link StallWatch}. */
export interface StallOptions {
  /** Address for messages, without its query. */
  readonly url: string;
  /** Longest time without a byte, in ms. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Watches that a body does not stall for ever, and that nobody has given it up.
 *
 * Only the time spent waiting for the server counts, not what is done with a piece.
 */
export class StallWatch {
  readonly #options: StallOptions;
  readonly #cancel: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStalled = false;
  #isStopped = false;
  #isListening = false;

  /** @param cancel - Ends the wait. */
  constructor(options: StallOptions, cancel: () => void) {
    this.#options = options;
    this.#cancel = cancel;
  }

  /** The wait for the next piece begins. */
  begin(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    if (!this.#isListening) this.#options.signal?.addEventListener("abort", this.#cancel, { once: true });
    this.#isListening = true;
    this.#timer = setTimeout(() => {
      this.#isStalled = true;
      this.#cancel();
    }, this.#options.stallMs);
  }

  /** The wait has ended. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** Watch no more. */
  stop(): void {
    this.#isStopped = true;
    this.end();
    this.#options.signal?.removeEventListener("abort", this.#cancel);
  }

  /** @throws {@link TransferTimeoutError} if nothing came for too long; the signal's reason if it has aborted. */
  throwIfOver(): void {
    const { url, stallMs, signal } = this.#options;
    if (this.#isStalled) throw new TransferTimeoutError(url, "body", stallMs);
    signal?.throwIfAborted();
  }
}
