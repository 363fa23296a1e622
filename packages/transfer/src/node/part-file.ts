import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { type FileVersion } from "../http/file-version.ts";
import { isMissing, systemCode } from "./file-failure.ts";
import { readPartState, type SidePaths, writePartState } from "./part-state.ts";

/**
 * Written at once: many pieces of a socket, as the hop to Node's pool of threads costs as much as writing one. Measured over 2 GB,
 * 128 KiB at a time took a quarter more processor time, and 1 MiB saves nothing more.
 */
const WRITE_BYTES = 512 * 1024;
const READ_BYTES = 1024 * 1024;
/** Bytes that may wait for the disk before the network has to. */
const BACKLOG_BYTES = 2 * 1024 * 1024;
/** Files below this are not worth a side file: they are asked for anew. */
export const RESUMABLE_BYTES: number = 1024 * 1024;

/** Options of {@link PartFile.open}. */
export interface PartOptions {
  /** Address without its query. */
  readonly source: string;
  /** Hash what is written. */
  readonly hashed: boolean;
  /** True if the content will be compared with a known hash, so that nothing wrong can come of resuming. */
  readonly verified: boolean;
  /** False to begin anew, whatever is there. */
  readonly reuse: boolean;
  /** Flush it before it gets its name. */
  readonly durable: boolean;
}

/** A file that is being downloaded. Bytes are only ever added at its end. */
export class PartFile {
  /** The version that the bytes belong to; `undefined` if they cannot be resumed. */
  version: FileVersion | undefined;
  readonly #paths: SidePaths;
  readonly #options: PartOptions;
  readonly #file: FileHandle;
  #hasState: boolean;
  #hash: Hash | undefined;
  #length: number;
  #resumed: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #backlogBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #written: number;

  private constructor(
    paths: SidePaths,
    options: PartOptions,
    { file, length, version }: { file: FileHandle; length: number; version: FileVersion | undefined },
  ) {
    this.#paths = paths;
    this.#options = options;
    this.#file = file;
    this.#length = length;
    this.#resumed = length;
    this.#written = length;
    this.version = version;
    this.#hasState = version !== undefined;
  }

  /** Open what an earlier call left behind, or begin anew. Nobody else may have it open. */
  static async open(paths: SidePaths, options: PartOptions): Promise<PartFile> {
    const made = await openNew(paths.part);
    const part = made === undefined ? await openOld(paths, options) : { file: made, length: 0, version: undefined };
    const opened = new PartFile(paths, options, part);
    await opened.#hashFromStart();
    return opened;
  }

  /** Bytes that are there. */
  get length(): number {
    return this.#length;
  }

  /** Of those, the ones that an earlier call left behind. */
  get resumedBytes(): number {
    return this.#resumed;
  }

  /** Throw away what is there. */
  async restart(): Promise<void> {
    await this.#drain();
    await this.#file.truncate(0);
    this.#length = 0;
    this.#resumed = 0;
    this.#written = 0;
    this.version = undefined;
    await this.#forgetState();
    await this.#hashFromStart();
  }

  /** Say which version the bytes to come belong to; only at the beginning. */
  async belongTo(version: FileVersion): Promise<void> {
    this.version = version;
    if (version.totalBytes !== undefined && version.totalBytes < RESUMABLE_BYTES) return;
    this.#hasState = true;
    await writePartState(this.#paths.state, this.#options.source, version);
  }

  /** Add bytes. They may be written later; the caller must leave them alone. */
  async append(chunk: Uint8Array): Promise<void> {
    this.#hash?.update(chunk);
    this.#length += chunk.length;
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes < WRITE_BYTES) return;
    this.#flush();
    if (this.#backlogBytes > BACKLOG_BYTES) await this.#writing;
  }

  /** Hash of all bytes; only once, when all are there. */
  md5(): string | undefined {
    return this.#hash?.digest("hex");
  }

  /** Put the whole file in its place. Its name lasts through a power cut once its folder is flushed too. */
  async publish(target: string): Promise<void> {
    await this.#drain();
    if (this.#options.durable) await this.#file.sync();
    await this.#file.close();
    // In this order: a part without its state is never resumed, a state without its part might meet another.
    await this.#forgetState();
    await rename(this.#paths.part, target);
  }

  /** Close it and keep it for another call, if another call can make use of it. */
  async keep(): Promise<void> {
    await this.#drain().catch(() => undefined);
    if (this.#hasState && this.version !== undefined && this.#written > 0) await this.#file.close();
    else await this.discard();
  }

  /** Close and remove it. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    this.#pending = [];
    await this.#file.close();
    await this.#forgetState();
    await removeIfExists(this.#paths.part);
  }

  async #forgetState(): Promise<void> {
    if (this.#hasState) await removeIfExists(this.#paths.state);
    this.#hasState = false;
  }

  #flush(): void {
    const chunks = this.#pending;
    const bytes = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (bytes === 0) return;
    const position = this.#written;
    this.#written += bytes;
    this.#backlogBytes += bytes;
    this.#writing = this.#writing.then(async () => {
      await writeAll(this.#file, chunks, position);
      this.#backlogBytes -= bytes;
    });
    // Whoever awaits it next gets the failure; until then it is not unhandled.
    this.#writing.catch(() => undefined);
  }

  async #drain(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  async #hashFromStart(): Promise<void> {
    if (!this.#options.hashed) return;
    this.#hash = createHash("md5");
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, this.#length));
    for (let position = 0; position < this.#length; ) {
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) break;
      this.#hash.update(buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
  }
}

/** Never through a link that somebody put there: what is there already is not opened. */
async function openNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "wx+");
  } catch (error) {
    if (systemCode(error) === "EEXIST") return undefined;
    throw error;
  }
}

async function openOld(
  paths: SidePaths,
  options: PartOptions,
): Promise<{ file: FileHandle; length: number; version: FileVersion | undefined }> {
  const version = options.reuse ? await readPartState(paths.state, options.source, options.verified) : undefined;
  const file = version === undefined ? undefined : await openFollowingNoLink(paths.part);
  const length = (await file?.stat())?.size ?? 0;
  if (file !== undefined && length > 0) return { file, length, version };
  await file?.close();
  // Not truncated but replaced: a process that was taken for dead may still write to the old one.
  await removeIfExists(paths.state);
  await removeIfExists(paths.part);
  return { file: await open(paths.part, "wx+"), length: 0, version: undefined };
}

async function openFollowingNoLink(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if (systemCode(error) === "ELOOP") return undefined;
    throw error;
  }
}

async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  let left = chunks;
  let at = position;
  while (left.length > 0) {
    const { bytesWritten } = await file.writev([...left], at);
    at += bytesWritten;
    left = unwritten(left, bytesWritten);
  }
}

function unwritten(chunks: readonly Uint8Array[], writtenBytes: number): readonly Uint8Array[] {
  let skip = writtenBytes;
  for (const [index, chunk] of chunks.entries()) {
    if (skip < chunk.length) return [chunk.subarray(skip), ...chunks.slice(index + 1)];
    skip -= chunk.length;
  }
  return [];
}

async function removeIfExists(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
