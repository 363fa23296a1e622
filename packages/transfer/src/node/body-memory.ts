/** Memory that is kept: for as many files as are under way at a time, at most. */
const KEPT = 16;
/** Sizes are rounded up to this, so that files of about one size can have each other's memory. */
const STEP_BYTES = 64 * 1024;

const FREE: ArrayBuffer[] = [];

/**
 * Memory for the body of a small file, or a block of a large one, from one before it where there is some: what is new has to
 * be cleared, and counted and freed by the garbage collector.
 *
 * @returns So many bytes, which may hold what was in them before.
 */
export function takeBytes(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const index = FREE.findIndex((memory) => memory.byteLength >= sizeBytes);
  const [memory] = index < 0 ? [] : FREE.splice(index, 1);
  const made = memory ?? new ArrayBuffer(Math.max(1, Math.ceil(sizeBytes / STEP_BYTES)) * STEP_BYTES);
  return new Uint8Array(made, 0, sizeBytes);
}

/** Say that memory is not needed any more. */
export function giveBytesBack(memory: ArrayBuffer): void {
  if (FREE.length < KEPT) FREE.push(memory);
  else FREE[0] = memory;
}
