import { once } from "node:events";
import { type Duplex, PassThrough, pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type ByteSource, type TakePiece } from "../http/byte-source.ts";

/**
 * Undo what a server did to a body, the last first.
 *
 * @param encodings - A header `Content-Encoding`; what is unknown in it stays.
 */
export function decoded(source: ByteSource, encodings: string): ByteSource {
  const decoders = encodings.split(",").map((name) => decoderOf(name.trim().toLowerCase()));
  const stages = decoders.filter((decoder) => decoder !== undefined).toReversed();
  const start = new PassThrough();
  const last = stages.at(-1) ?? start;
  return {
    async pump(take) {
      if (stages.length > 0) pipeline([start, ...stages], () => undefined);
      last.once("close", () => source.cancel());
      const sent = send(source, start);
      await receive(last, take);
      await sent;
    },
    cancel: () => {
      source.cancel();
      last.destroy();
    },
  };
}

async function send(source: ByteSource, start: PassThrough): Promise<void> {
  /** One wait for all pieces of a read. */
  let drained: Promise<void> | undefined;
  try {
    await source.pump((piece) => {
      // A piece is only lent, and a stream takes it with it.
      if (start.write(new Uint8Array(piece)) || start.destroyed) return undefined;
      drained ??= once(start, "drain").then(() => {
        drained = undefined;
      });
      return drained;
    });
    start.end();
  } catch (error) {
    start.destroy(error as Error);
  }
}

async function receive(stream: Readable, take: TakePiece): Promise<void> {
  const pieces: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      return await pieces.next();
    } catch (cause) {
      throw cause instanceof TypeError ? cause : new TypeError("terminated", { cause });
    }
  };
  try {
    for (let step = await next(); step.done !== true; step = await next()) await take(step.value);
  } catch (error) {
    stream.destroy();
    throw error;
  }
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
