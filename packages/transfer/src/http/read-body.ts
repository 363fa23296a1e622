import { TransferTimeoutError } from "../errors/http-errors.ts";
import { type ChunkSource } from "./chunk-source.ts";

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
  source: ChunkSource,
  { url, stallMs, signal }: ReadBodyOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let waitingSince = 0;
  let stalled = false;
  let ended = false;
  const look = (): void => {
    if (waitingSince === 0 || performance.now() - waitingSince < stallMs) return;
    stalled = true;
    source.cancel();
  };
  const watch = setInterval(look, Math.max(10, stallMs / 8));
  const onAbort = (): void => source.cancel();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    while (!ended) {
      signal?.throwIfAborted();
      waitingSince = performance.now();
      const chunk = await source.read().catch((error: unknown) => {
        if (!stalled) throw error;
      });
      waitingSince = 0;
      if (stalled) throw new TransferTimeoutError(url, "body", stallMs);
      signal?.throwIfAborted();
      if (chunk === undefined) ended = true;
      else yield chunk;
    }
  } finally {
    clearInterval(watch);
    signal?.removeEventListener("abort", onAbort);
    if (!ended) source.cancel();
  }
}
