/** A body, one piece after the other. */
export interface ChunkSource {
  /** The next piece; `undefined` at the end. Rejects if the connection breaks. */
  read(): Promise<Uint8Array | undefined>;
  /** Stop the transfer; a read that waits is answered or rejected. */
  cancel(): void;
}

/** The pieces of a stream of the web. */
export function webSource(body: ReadableStream<Uint8Array>): ChunkSource {
  const reader = body.getReader();
  return {
    read: async () => (await reader.read()).value,
    // A read that waits is answered with the end.
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}
