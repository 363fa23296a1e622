/**
 * Takes a piece of a body, which is only lent: once this has returned, its memory is for other bytes.
 *
 * @returns When there is time for more, though some may come before; `undefined` for at once.
 */
export type TakePiece = (piece: Uint8Array) => Promise<void> | undefined;

/** A body, handed over piece by piece. */
export interface ByteSource {
  /**
   * Hand over all pieces, in order; only once.
   *
   * @throws What `take` throws; a TypeError if the connection breaks or is cancelled, as those of `fetch` are.
   */
  pump(take: TakePiece): Promise<void>;
  /** Stop the transfer; a pump under way ends or throws. */
  cancel(): void;
}

/** The pieces of a stream of the web. */
export function webSource(body: ReadableStream<Uint8Array>): ByteSource {
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  return {
    async pump(take) {
      try {
        for (let next = await reader.read(); !next.done; next = await reader.read()) await take(next.value);
      } catch (error) {
        cancel();
        throw error;
      }
    },
    // A read that waits is answered with the end.
    cancel,
  };
}
