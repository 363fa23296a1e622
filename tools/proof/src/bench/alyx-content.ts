import { createHash } from "node:crypto";

/** Content is made of blocks of this size, the last one shorter. */
export const BLOCK_BYTES: number = 1024 * 1024;

/** One file that the data server has. */
export interface BenchFile {
  readonly index: number;
  readonly sizeBytes: number;
}

/** Path of a file on the server, whose answers begin after a delay. */
export function pathOf({ index, sizeBytes }: BenchFile, delayMs: number): string {
  return `/${delayMs}/${sizeBytes}/${nameOf(index)}`;
}

/** Name that a file has on the disk. */
export function nameOf(index: number): string {
  return `data.part${index}.bin`;
}

/** What a path of {@link pathOf} asks for; `undefined` for any other. */
export function parsePath(path: string): { readonly file: BenchFile; readonly delayMs: number } | undefined {
  const [, delayMs, sizeBytes, index] = /^\/(\d+)\/(\d+)\/data\.part(\d+)\.bin$/.exec(path) ?? [];
  if (index === undefined) return undefined;
  return { file: { index: Number(index), sizeBytes: Number(sizeBytes) }, delayMs: Number(delayMs) };
}

/** A block of a file; every block of every file is another, so that nothing can be mixed up unseen. */
export function blockOf(file: BenchFile, block: number): Buffer {
  const bytes = Buffer.alloc(Math.min(BLOCK_BYTES, file.sizeBytes - block * BLOCK_BYTES), file.index % 251);
  return stamped(bytes, file, block);
}

/** Make one block of a file from another one of the same length. */
export function stamped(bytes: Buffer, { index }: BenchFile, block: number): Buffer {
  if (bytes.length < 8) return bytes;
  bytes.writeUInt32LE(index, 0);
  bytes.writeUInt32LE(block, 4);
  return bytes;
}

/** MD5 of a file, in hexadecimal. */
export function md5Of(file: BenchFile): string {
  const hash = createHash("md5");
  for (let block = 0; block * BLOCK_BYTES < file.sizeBytes; block += 1) hash.update(blockOf(file, block));
  return hash.digest("hex");
}

/** What every side prints as its last line. */
export interface AlyxAnswer {
  /** Of the work, without the start of the process. */
  readonly seconds: number;
  /** Of all processors, in the same time. */
  readonly cpuSeconds: number;
  /** Files that came. */
  readonly count: number;
  readonly peakBytes: number;
}
