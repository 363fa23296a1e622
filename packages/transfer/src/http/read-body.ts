import { TransferTimeoutError } from "../errors/http-errors.ts";

/** Options of {@link readBody}. */
export interface ReadBodyOptions {
  /** Address for messages, without its query. */
  readonly url: string;
  /** Longest time without a byte, in ms. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The pieces of a body as they arrive. Leaving the loop early stops the transfer.
 *
 * Only the time spent waiting for the server counts as stalled, not what the caller does between two pieces.
 *
 * @throws {@link TransferTimeoutError} if nothing comes for `stallMs`; the signal's reason if it aborts; what the engine
 *   throws if the connection breaks.
 */
export async function* readBody(
  body: ReadableStream<Uint8Array> | null,
  { url, stallMs, signal }: ReadBodyOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  if (body === null) return;
  const reader = body.getReader();
  let waitingSince = 0;
  let stalled = false;
  const watch = setInterval(
    () => {
      if (waitingSince === 0 || performance.now() - waitingSince < stallMs) return;
      stalled = true;
      stop();
    },
    Math.max(10, stallMs / 8),
  );
  // A read that waits is answered with "done" when its stream is cancelled.
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      waitingSince = performance.now();
      const next = await reader.read();
      waitingSince = 0;
      if (stalled) throw new TransferTimeoutError(url, "body", stallMs);
      signal?.throwIfAborted();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearInterval(watch);
    signal?.removeEventListener("abort", stop);
    stop();
  }
}
