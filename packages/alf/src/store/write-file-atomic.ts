import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type FileFacts } from "./errors.ts";
import { isMissing, typedFileError } from "./file-errors.ts";

const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * Names of files that are being written. One dot only, so that no program that looks for datasets (`*.*.*`) takes one
 * for a dataset.
 */
const TEMPORARY = /^\.neurophys-[0-9a-f]{16}~$/;

/** True for the name of a file that {@link writeFileAtomic} is writing, or left behind when the machine stopped. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Options of the atomic writers. */
export interface AtomicWriteOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Permission bits of the file, e.g. `0o600`; by default those of the file it replaces, else those of new files. */
  readonly mode?: number | undefined;
}

/**
 * Put bytes in a file so that a reader, now or after a power cut, sees the old content or the new one.
 *
 * Written to a temporary file in the same folder, flushed to the disk, then renamed. Missing folders are made. An
 * existing file keeps its mode unless one is given; a link is replaced, not followed.
 *
 * @throws `AccessDeniedError` without permission, `NotAFileError` if `path` is a folder,
 *   `FileSystemError` for the rest; nothing is left behind and the old file stays.
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<void> {
  await writeChunksAtomic(path, [bytes], options);
}

/**
 * The same for content that arrives in pieces: a download, an archive, anything too large for memory.
 *
 * @param chunks - Pieces in order; the next is asked for when the last is written. If they fail, so does this.
 * @returns Bytes written.
 * @throws As {@link writeFileAtomic}, and whatever `chunks` throws.
 */
export async function writeChunksAtomic(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: AtomicWriteOptions = {},
): Promise<number> {
  const full = resolve(path);
  return await replaceFile(full, { ...options, chunks, facts: factsOf(full) });
}

function factsOf(path: string): FileFacts {
  return { key: basename(path), location: dirname(path), operation: "write" };
}

/** What {@link replaceFile} writes, beside the path. */
export interface Replacement extends AtomicWriteOptions {
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** For messages. */
  readonly facts: FileFacts;
}

/** {@link writeChunksAtomic} with the words for messages handed in. */
export async function replaceFile(path: string, { chunks, facts, signal, mode: given }: Replacement): Promise<number> {
  signal?.throwIfAborted();
  const folder = dirname(path);
  const temporary = join(folder, `.neurophys-${randomBytes(8).toString("hex")}~`);
  try {
    await mkdir(folder, { recursive: true });
    const mode = given ?? (await modeOf(path));
    const file = await open(temporary, "wx", mode);
    let written: number;
    try {
      // The mode given to `open` is cut by the process's mask.
      if (mode !== undefined) await file.chmod(mode);
      written = await writeAll(file, chunks, signal);
      await file.sync();
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await rename(temporary, path);
    await syncFolder(folder);
    return written;
  } catch (error) {
    await unlink(temporary).catch((cleaning: unknown) => {
      if (!isMissing(cleaning)) throw typedFileError(cleaning, facts);
    });
    throw typedFileError(error, facts);
  }
}

async function writeAll(
  file: FileHandle,
  chunks: Replacement["chunks"],
  signal: AbortSignal | undefined,
): Promise<number> {
  let total = 0;
  for await (const chunk of chunks) {
    let position = 0;
    while (position < chunk.length) {
      signal?.throwIfAborted();
      const length = Math.min(CHUNK_BYTES, chunk.length - position);
      position += (await file.write(chunk, position, length)).bytesWritten;
    }
    total += chunk.length;
  }
  return total;
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Make a rename last through a power cut. Systems that cannot open folders keep it by themselves or not at all. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
