import { type Readable } from "node:stream";
import { type ByteSource } from "../http/byte-source.ts";

/** The pieces of a stream of Node, as they come from the socket; failures are a TypeError, as those of `fetch` are. */
export function readableSource(stream: Readable): ByteSource {
  return {
    pump: (take) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown): void => {
          reject(error);
          stream.destroy();
        };
        stream.on("data", (piece: Uint8Array) => {
          try {
            const busy = take(piece);
            if (busy === undefined) return;
            stream.pause();
            busy.then(() => stream.resume(), fail);
          } catch (error) {
            fail(error);
          }
        });
        stream.once("end", resolve);
        stream.once("error", (cause) => reject(new TypeError("terminated", { cause })));
        stream.once("close", () => reject(new TypeError("terminated")));
        // One that broke before it was asked for tells nothing more.
        if (stream.destroyed) reject(new TypeError("terminated", { cause: stream.errored }));
      }),
    cancel: () => void stream.destroy(),
  };
}
