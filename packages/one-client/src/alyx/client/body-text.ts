import { TransferTimeoutError } from "@neurophys/transfer";

/** Whose body is read, and how long one may wait for it. */
export interface BodyTextOptions {
  /** Address for messages, without its query. */
  readonly url: string;
  /** Longest time without a byte, in ms. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The text of an answer's body, which is UTF-8.
 *
 * @throws TransferTimeoutError of `@neurophys/transfer` if nothing comes for `stallMs`; the signal's reason if it
 *   aborts; what the engine throws if the connection breaks.
 */
export async function bodyText(response: Response, { url, stallMs, signal }: BodyTextOptions): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  const stop = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    const onStop = (): void => reject(stop.signal.reason);
    stop.signal.addEventListener("abort", onStop, { once: true });
  });
  const onAbort = (): void => stop.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const stall = (): void => stop.abort(new TransferTimeoutError(url, "body", stallMs));
  let timer = setTimeout(stall, stallMs);
  let text = "";
  try {
    signal?.throwIfAborted();
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), stopped]);
      if (done) return text + decoder.decode();
      clearTimeout(timer);
      timer = setTimeout(stall, stallMs);
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    // What is left of a body that nobody reads would keep its connection.
    reader.cancel().catch(() => undefined);
  }
}
