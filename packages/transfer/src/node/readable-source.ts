import { type Readable } from "node:stream";
import { type ByteSource } from "../http/byte-source.ts";

/**
 * The pieces of a stream of Node, as they come from the socket; failures are a TypeError, as those of `fetch` are.
 *
 * The first piece is taken out of the stream before it is asked for: one that breaks forgets what lies in it.
 */
export function readableSource(stream: Readable): ByteSource {
  const waiting: Uint8Array[] = [];
  let give = (piece: Uint8Array): void => {
    waiting.push(piece);
    stream.pause();
  };
  const end = new Promise<void>((resolve, reject) => {
    stream.once("end", resolve);
    stream.once("error", (cause) => reject(new TypeError("terminated", { cause })));
    stream.once("close", () => reject(new TypeError("terminated")));
    // One that broke before tells nothing more.
    if (stream.destroyed) reject(new TypeError("terminated", { cause: stream.errored }));
  });
  // Whoever pumps hears of it.
  end.catch(() => undefined);
  stream.on("data", (piece: Uint8Array) => give(piece));
  return {
    pump: async (take) => {
      await new Promise<void>((resolve, reject) => {
        const fail = (error: unknown): void => {
          reject(error);
          stream.destroy();
        };
        /** True if more may come at once. */
        const deliver = (piece: Uint8Array): boolean => {
          try {
            const busy = take(piece);
            if (busy === undefined) return true;
            stream.pause();
            busy.then(() => stream.resume(), fail);
          } catch (error) {
            fail(error);
          }
          return false;
        };
        give = deliver;
        if (waiting.splice(0).map(deliver).every(Boolean)) stream.resume();
        end.then(resolve, reject);
      });
    },
    cancel: () => void stream.destroy(),
  };
}
