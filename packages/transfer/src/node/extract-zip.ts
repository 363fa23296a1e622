import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Entry, type FileEntry, type Reader } from "@zip.js/zip.js";
import { InvalidArchiveError, UnsafePathError } from "../errors/file-errors.ts";
import { typedFileFailure } from "./file-failure.ts";
import { safeTarget } from "./safe-target.ts";

/** What an archive may be. */
export interface ZipLimits {
  /** 1,000 by default; the archive of cache tables has three. */
  readonly maxEntries?: number | undefined;
  /** Size of all content, in bytes. 8 GiB by default. */
  readonly maxTotalBytes?: number | undefined;
  /** Content per byte of archive, of every entry above 1 MiB. 200 by default; a bomb has 1,000. */
  readonly maxRatio?: number | undefined;
}

/** Options of {@link extractZip}. */
export interface ExtractOptions extends ZipLimits {
  readonly signal?: AbortSignal | undefined;
}

/** A file that was extracted. */
export interface ExtractedFile {
  /** As the archive names it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
}

const SMALL_BYTES = 1024 * 1024;
/** Type bits of a Unix mode, and the two that are let through; 0 is an archive from elsewhere. */
const TYPE_BITS = 0o170000;
const PLAIN_TYPES: readonly number[] = [0, 0o100000, 0o040000];

/**
 * Extract a zip archive into a folder, all of it or nothing.
 *
 * Every name is checked before anything is written, limits hold for what really comes out and not for what the archive
 * says of itself, checksums are compared, and files appear by rename once all of them are right. Links are refused.
 *
 * @param archive - Path of the archive.
 * @param folder - Where to; made if missing. Files of equal names are replaced.
 * @returns The files, in the order of the archive.
 * @throws InvalidArchiveError if the archive is broken, too large, has two entries of one name, or something that is not
 *   a plain file or folder; UnsafePathError if a name leads out of the folder; DiskFullError, PermissionError,
 *   FileSystemError; the signal's reason if it aborts.
 * @see Source: `download_cache_tables` in ONE, `one/webclient.py`, which extracts what comes.
 */
export async function extractZip(
  archive: string,
  folder: string,
  options: ExtractOptions = {},
): Promise<readonly ExtractedFile[]> {
  const root = resolve(folder);
  const written: Written[] = [];
  const file = await open(archive, "r").catch((error: unknown) => {
    throw typedFileFailure(error, archive);
  });
  try {
    await mkdir(root, { recursive: true });
    const plans = await plan(file, { archive: basename(archive), root, options });
    for (const entry of plans) written.push(await extract(entry, { archive: basename(archive), options, written }));
    for (const { temporary, path } of written) await rename(temporary, path);
    return written.map(({ name, path, sizeBytes }) => ({ name, path, sizeBytes }));
  } catch (error) {
    await Promise.all(written.map(({ temporary }) => unlink(temporary).catch(() => undefined)));
    throw typedFileFailure(error, root);
  } finally {
    await file.close();
  }
}

interface Planned {
  readonly entry: FileEntry;
  readonly path: string;
}

interface Written extends ExtractedFile {
  readonly temporary: string;
}

/** Check all that can be checked before anything is written. */
async function plan(
  file: FileHandle,
  context: { readonly archive: string; readonly root: string; readonly options: ExtractOptions },
): Promise<readonly Planned[]> {
  const { archive, root, options } = context;
  const entries = await readEntries(file, archive, options.maxEntries ?? 1000);
  checkSizes(entries, archive, options);
  const names = new Set<string>();
  const plans: Planned[] = [];
  for (const entry of entries) {
    const reason = wrongWith(entry, names);
    if (reason !== undefined) throw new InvalidArchiveError(archive, entry.filename, reason);
    const path = await safeTarget(root, entry.filename.replace(/\/$/, ""));
    if (path === root) throw new UnsafePathError(entry.filename, "names the folder itself");
    if (!entry.directory) plans.push({ entry, path });
  }
  return plans;
}

async function readEntries(file: FileHandle, archive: string, maxEntries: number): Promise<readonly Entry[]> {
  const zip = await import("@zip.js/zip.js");
  const reader = new zip.ZipReader(await fileReader(file), { strictness: "strict", checkOverlappingEntry: true });
  const entries: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > maxEntries) {
        throw new InvalidArchiveError(archive, undefined, `has more than ${maxEntries} entries`);
      }
    }
    return entries;
  } catch (error) {
    throw asArchiveFailure(error, archive, undefined);
  }
}

/** Reads parts of an open file, so that an archive need not fit into memory. */
async function fileReader(file: FileHandle): Promise<Reader<FileHandle>> {
  const zip = await import("@zip.js/zip.js");
  const { size } = await file.stat();
  class FileReader extends zip.Reader<FileHandle> {
    override size: number = size;
    override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - index)));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, index);
      return bytes.subarray(0, bytesRead);
    }
  }
  return new FileReader(file);
}

function checkSizes(entries: readonly Entry[], archive: string, { maxTotalBytes, maxRatio = 200 }: ZipLimits): void {
  const limit = maxTotalBytes ?? 8 * 1024 ** 3;
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > limit) throw new InvalidArchiveError(archive, undefined, `holds ${total} bytes, more than ${limit}`);
  for (const { filename, uncompressedSize, compressedSize } of entries) {
    if (uncompressedSize > SMALL_BYTES && uncompressedSize > maxRatio * compressedSize) {
      throw new InvalidArchiveError(archive, filename, `is more than ${maxRatio} times smaller than its content`);
    }
  }
}

/** The end of the sentence "the entry …"; `undefined` for one that is right. Learns its name. */
function wrongWith(entry: Entry, names: Set<string>): string | undefined {
  if (entry.encrypted) return "is encrypted";
  if (!PLAIN_TYPES.includes((entry.unixMode ?? 0) & TYPE_BITS)) return "is a link or a device";
  // Names that differ by case or composition are one file on some systems.
  const name = entry.filename.replace(/\/$/, "").normalize("NFC").toLowerCase();
  if (names.has(name)) return "is there twice";
  names.add(name);
  return undefined;
}

async function extract(
  { entry, path }: Planned,
  context: { readonly archive: string; readonly options: ExtractOptions; readonly written: readonly Written[] },
): Promise<Written> {
  const { archive, options, written } = context;
  options.signal?.throwIfAborted();
  const already = written.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const limit = Math.min(entry.uncompressedSize, (options.maxTotalBytes ?? 8 * 1024 ** 3) - already);
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.neurophys-${randomBytes(8).toString("hex")}~`);
  const output = await open(temporary, "wx");
  let sizeBytes = 0;
  try {
    const sink = new WritableStream<Uint8Array>({
      async write(chunk) {
        sizeBytes += chunk.length;
        if (sizeBytes > limit) throw new InvalidArchiveError(archive, entry.filename, "holds more than it says");
        for (let at = 0; at < chunk.length; ) at += (await output.write(chunk, at)).bytesWritten;
      },
    });
    await entry.getData(sink, {
      useWebWorkers: false,
      checkSignature: true,
      ...(options.signal && { signal: options.signal }),
    });
    if (sizeBytes !== entry.uncompressedSize) {
      throw new InvalidArchiveError(archive, entry.filename, "holds less than it says");
    }
    await output.sync();
    await output.close();
    return { name: entry.filename, path, sizeBytes, temporary };
  } catch (error) {
    await output.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    options.signal?.throwIfAborted();
    throw asArchiveFailure(error, archive, entry.filename);
  }
}

/** The library throws plain errors; those of the file system and ours pass. */
function asArchiveFailure(error: unknown, archive: string, entry: string | undefined): unknown {
  if (!(error instanceof Error) || "code" in error) return error;
  // It has rules for names of its own, and says which it refuses.
  const filename = "filename" in error && typeof error.filename === "string" ? error.filename : undefined;
  if (filename !== undefined) return new UnsafePathError(filename, "is no name for a file", { cause: error });
  return new InvalidArchiveError(archive, entry, `cannot be read: ${error.message}`, { cause: error });
}
