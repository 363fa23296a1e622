import { constants } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { type FileVersion } from "../http/file-version.ts";
import { BlockWriter } from "./block-writer.ts";
import { isMissing, systemCode } from "./file-failure.ts";
import { readPartState, type SidePaths, writePartState } from "./part-state.ts";

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
  #writer: BlockWriter;
  #hasState: boolean;
  #resumed: number;

  private constructor(
    paths: SidePaths,
    options: PartOptions,
    { file, writer, version }: { file: FileHandle; writer: BlockWriter; version: FileVersion | undefined },
  ) {
    this.#paths = paths;
    this.#options = options;
    this.#file = file;
    this.#writer = writer;
    this.#resumed = writer.length;
    this.version = version;
    this.#hasState = version !== undefined;
  }

  /** Open what an earlier call left behind, or begin anew. Nobody else may have it open. */
  static async open(paths: SidePaths, options: PartOptions): Promise<PartFile> {
    const made = await openNew(paths.part);
    const part = made === undefined ? await openOld(paths, options) : { file: made, length: 0, version: undefined };
    const { file, length, version } = part;
    try {
      const writer = await BlockWriter.open(file, { length, hashed: options.hashed });
      return new PartFile(paths, options, { file, writer, version });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes that are there. */
  get length(): number {
    return this.#writer.length;
  }

  /** Of those, the ones that an earlier call left behind. */
  get resumedBytes(): number {
    return this.#resumed;
  }

  /** Throw away what is there. */
  async restart(): Promise<void> {
    await this.#writer.drain();
    await this.#file.truncate(0);
    this.#writer = await BlockWriter.open(this.#file, { length: 0, hashed: this.#options.hashed });
    this.#resumed = 0;
    this.version = undefined;
    await this.#forgetState();
  }

  /** Say which version the bytes to come belong to; only at the beginning. */
  async belongTo(version: FileVersion): Promise<void> {
    this.version = version;
    if (version.totalBytes !== undefined && version.totalBytes < RESUMABLE_BYTES) return;
    this.#hasState = true;
    await writePartState(this.#paths.state, this.#options.source, version);
  }

  /** Add bytes, which stay the caller's. Resolves, where it is a promise, once the disk has time for more. */
  append(piece: Uint8Array): Promise<void> | undefined {
    return this.#writer.append(piece);
  }

  /** Hash of all bytes; only once, when all are there. */
  md5(): string | undefined {
    return this.#writer.md5();
  }

  /** Put the whole file in its place. Its name lasts through a power cut once its folder is flushed too. */
  async publish(target: string): Promise<void> {
    await this.#writer.drain();
    if (this.#options.durable) await this.#file.sync();
    await this.#file.close();
    // In this order: a part without its state is never resumed, a state without its part might meet another.
    await this.#forgetState();
    await rename(this.#paths.part, target);
  }

  /** Close it and keep it for another call, if another call can make use of it. */
  async keep(): Promise<void> {
    await this.#writer.drain().catch(() => undefined);
    if (this.#hasState && this.version !== undefined && this.#writer.length > 0) await this.#file.close();
    else await this.discard();
  }

  /** Close and remove it. */
  async discard(): Promise<void> {
    await this.#writer.drain().catch(() => undefined);
    await this.#file.close();
    await this.#forgetState();
    await removeIfExists(this.#paths.part);
  }

  async #forgetState(): Promise<void> {
    if (this.#hasState) await removeIfExists(this.#paths.state);
    this.#hasState = false;
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

async function removeIfExists(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
