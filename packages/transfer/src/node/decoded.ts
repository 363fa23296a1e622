import { type Duplex, pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/**
 * Undo what a server did to a body, the last first. Either end of the chain that breaks or is given up takes the other along.
 *
 * @param encodings - A header `Content-Encoding`; what is unknown in it stays.
 */
export function decoded(body: Readable, encodings: string): Readable {
  const decoders = encodings.split(",").map((name) => decoderOf(name.trim().toLowerCase()));
  const stages = decoders.filter((decoder) => decoder !== undefined).toReversed();
  const last = stages.at(-1);
  if (last === undefined) return body;
  pipeline([body, ...stages], () => undefined);
  return last;
}

function decoderOf(encoding: string): Duplex | undefined {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
