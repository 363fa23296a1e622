import { type FileHandle } from "node:fs/promises";
import { type FileRange } from "./byte-range.ts";

/** Bytes that are in memory for one answer at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Options of {@link fileBody}. */
export interface FileBodyOptions {
  /** Cuts the connection, if there is one to cut; else the stream fails. */
  readonly cut?: (() => void) | undefined;
}

/**
 * Send a part of an open file as a stream that reads only as fast as the other side does, and closes the file at its end.
 *
 * @returns A stream of exactly `range.length` bytes. If the file cannot be read on, or has become shorter meanwhile, the
 *   connection is cut: an answer that ends early but well would be taken for the whole.
 */
export function fileBody(
  file: FileHandle,
  range: FileRange,
  { cut }: FileBodyOptions = {},
): ReadableStream<Uint8Array> {
  let done = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const size = Math.min(CHUNK_BYTES, range.length - done);
        if (size === 0) {
          await file.close();
          controller.close();
          return;
        }
        try {
          const { bytesRead, buffer } = await file.read(new Uint8Array(size), 0, size, range.offset + done);
          if (bytesRead === 0) throw new RangeError(`file ends ${range.length - done} bytes early`);
          done += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
        } catch (error) {
          await file.close();
          if (cut === undefined) throw error;
          cut(); // which cancels this stream
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 1 },
  );
}
