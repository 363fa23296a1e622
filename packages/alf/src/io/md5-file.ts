import { createHash, hash } from "node:crypto";
import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type FileFacts, NotAFileError } from "../store/errors.ts";
import { isMissing, typedFileError } from "../store/file-errors.ts";
import { DatasetFileNotFoundError } from "./errors.ts";

/** Up to this size a file is read at once, in the calling thread: asynchronous calls would cost more than the reading. */
const SMALL_BYTES = 256 * 1024;

/** Options of {@link md5File}. */
export interface Md5Options {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * MD5 of a file's content, as cache tables and Alyx keep it.
 *
 * Small files are read at once; of larger ones the next piece is read while the last is hashed, and never more than a
 * few pieces are in memory.
 *
 * @returns 32 lower-case hexadecimal digits.
 * @throws `DatasetFileNotFoundError` if there is no such file.
 * @throws NotAFileError, AccessDeniedError, FileSystemError (`store/…`) if it cannot be read.
 * @see Source: `md5` in iblutil, `iblutil/io/hashfile.py`.
 */
export async function md5File(path: string, { signal }: Md5Options = {}): Promise<string> {
  signal?.throwIfAborted();
  const full = resolve(path);
  const facts: FileFacts = { key: basename(full), location: dirname(full), operation: "read" };
  try {
    return md5IfSmall(full, facts) ?? (await md5OfStream(full, signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (isMissing(error)) throw new DatasetFileNotFoundError(facts.key, facts.location, { cause: error });
    throw typedFileError(error, facts);
  }
}

/** `undefined` for a file that is better streamed. */
function md5IfSmall(path: string, facts: FileFacts): string | undefined {
  const file = openSync(path, "r");
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new NotAFileError(facts);
    if (stats.size > SMALL_BYTES) return undefined;
    // One byte more than there should be, to see that the file has not grown.
    const bytes = Buffer.allocUnsafe(stats.size + 1);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < bytes.length; filled += count) {
      count = readSync(file, bytes, filled, bytes.length - filled, filled);
    }
    return filled > stats.size ? undefined : hash("md5", bytes.subarray(0, filled));
  } finally {
    closeSync(file);
  }
}

async function md5OfStream(path: string, signal: AbortSignal | undefined): Promise<string> {
  const md5 = createHash("md5");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024, signal })) md5.update(chunk);
  return md5.digest("hex");
}
