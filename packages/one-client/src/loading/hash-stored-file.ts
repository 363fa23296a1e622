import { type ByteStore } from "@neurophys/alf/store";
import { Md5 } from "./md5.ts";

/** Read at once while hashing. */
const PIECE_BYTES = 1 << 22;

/**
 * MD5 of a file in a store, read piece by piece.
 *
 * @returns 32 hexadecimal digits; those of no bytes if the file is not there.
 */
export async function hashStoredFile(store: ByteStore, key: string, signal?: AbortSignal | undefined): Promise<string> {
  const size = (await store.size(key, { signal })) ?? 0;
  const md5 = new Md5();
  for (let offset = 0; offset < size; offset += PIECE_BYTES) {
    const length = Math.min(PIECE_BYTES, size - offset);
    const piece = await store.read(key, { range: { offset, length }, signal });
    if (piece !== undefined) md5.update(piece);
  }
  return md5.hex();
}
