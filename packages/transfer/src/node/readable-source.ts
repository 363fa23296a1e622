import { type Readable } from "node:stream";
import { type ChunkSource } from "../http/chunk-source.ts";

/** Pieces that may wait to be read before the stream is asked to. */
const WAITING_CHUNKS = 16;

/** The pieces of a stream of Node, as they come from the socket; failures are a TypeError, as those of `fetch` are. */
export function readableSource(stream: Readable): ChunkSource {
  const waiting: Uint8Array[] = [];
  let end: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const finish = (error: unknown): void => {
    end ??= { error };
    wake?.();
  };
  stream.on("data", (chunk: Uint8Array) => {
    waiting.push(chunk);
    if (waiting.length >= WAITING_CHUNKS) stream.pause();
    wake?.();
  });
  stream.once("end", () => finish(undefined));
  stream.once("error", (error) => finish(new TypeError("terminated", { cause: error })));
  stream.once("close", () => finish(stream.readableEnded ? undefined : new TypeError("terminated")));
  return {
    read: async () => {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk !== undefined) {
          if (waiting.length === 0 && stream.isPaused()) stream.resume();
          return chunk;
        }
        if (end !== undefined) {
          if (end.error !== undefined) throw end.error;
          return undefined;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    cancel: () => void stream.destroy(),
  };
}
