import { createHash, type Hash } from "node:crypto";
import { type FileHandle } from "node:fs/promises";
import { giveBytesBack, takeBytes } from "./body-memory.ts";

/** Written at once: many pieces of a connection, as the hop to Node's pool of threads costs as much as writing one. */
const BLOCK_BYTES = 512 * 1024;
/** Blocks of a file that may wait for the disk before the network has to. */
const BACKLOG = 3;
/** Options of a {@link BlockWriter}. */
export interface BlockWriterOptions {
  /** Bytes that the file has. */
  readonly length: number;
  /** Hash the file. */
  readonly hashed: boolean;
}

/** Adds bytes to a file, in blocks. */
export class BlockWriter {
  readonly #file: FileHandle;
  readonly #hash: Hash | undefined;
  #block: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  #length: number;
  /** Blocks under way, the first first. */
  readonly #writes: Promise<void>[] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, length: number, hash: Hash | undefined) {
    this.#file = file;
    this.#length = length;
    this.#hash = hash;
  }

  /** Go on at the end of what a file has. */
  static async open(file: FileHandle, { length, hashed }: BlockWriterOptions): Promise<BlockWriter> {
    const hash = hashed ? createHash("md5") : undefined;
    if (hash !== undefined) await hashStart(hash, file, length);
    return new BlockWriter(file, length, hash);
  }

  /** Bytes of the file and those that wait to be written. */
  get length(): number {
    return this.#length + this.#filled;
  }

  /** Add bytes, which stay the caller's. Resolves, where it is a promise, once the disk has time for more. */
  append(piece: Uint8Array): Promise<void> | undefined {
    this.#hash?.update(piece);
    for (let at = 0; at < piece.length; ) {
      this.#block ??= takeBytes(BLOCK_BYTES);
      const count = Math.min(this.#block.length - this.#filled, piece.length - at);
      this.#block.set(piece.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === this.#block.length) this.#flush();
    }
    return this.#writes.length < BACKLOG ? undefined : this.#writes[0];
  }

  /** Write all that waits. */
  async drain(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  /** MD5 of all bytes, `undefined` if they are not hashed; only once, when all are there. */
  md5(): string | undefined {
    return this.#hash?.digest("hex");
  }

  #flush(): void {
    const block = this.#block;
    if (block === undefined) return;
    const bytes = block.subarray(0, this.#filled);
    const position = this.#length;
    this.#length += bytes.length;
    this.#filled = 0;
    this.#block = undefined;
    this.#writing = this.#writing.then(async () => {
      await writeAll(this.#file, bytes, position);
      this.#writes.shift();
      giveBytesBack(block.buffer);
    });
    this.#writes.push(this.#writing);
    // Whoever awaits it next gets the failure; until then it is not unhandled.
    this.#writing.catch(() => undefined);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

async function hashStart(hash: Hash, file: FileHandle, length: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, length));
  for (let position = 0; position < length; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, length - position), position);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
