/** Text decoded at once when it is checked; cut at value boundaries. */
const PIECE_BYTES = 1 << 22;

/**
 * Whether every string of a column is UTF-8.
 *
 * @param bytes - All strings, one after the other.
 * @param offsets - `(nStrings + 1,)` boundaries, ascending.
 */
export function areAllUtf8(bytes: Uint8Array, offsets: Int32Array): boolean {
  if (isAscii(bytes)) return true;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let i = 0; i + 1 < offsets.length; i++) {
    const byte = bytes[offsets[i]!];
    // A string that begins within a character would be hidden by the one before it.
    if (byte !== undefined && offsets[i]! < offsets[i + 1]! && (byte & 0xc0) === 0x80) return false;
  }
  try {
    for (let from = 0; from + 1 < offsets.length; ) {
      let to = from + 1;
      while (to + 1 < offsets.length && offsets[to + 1]! - offsets[from]! <= PIECE_BYTES) to++;
      decoder.decode(bytes.subarray(offsets[from], offsets[to]));
      from = to;
    }
    return true;
  } catch {
    return false; // the decoder says no more than that
  }
}

/** Whether every byte is below 128. */
export function isAscii(bytes: Uint8Array): boolean {
  let at = 0;
  const misaligned = (4 - (bytes.byteOffset % 4)) % 4;
  for (; at < Math.min(misaligned, bytes.length); at++) if (bytes[at]! > 127) return false;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (bytes.length - at) >> 2);
  let seen = 0;
  let i = 0;
  for (; i + 8 <= words.length; i += 8) {
    seen |= words[i]! | words[i + 1]! | words[i + 2]! | words[i + 3]!;
    seen |= words[i + 4]! | words[i + 5]! | words[i + 6]! | words[i + 7]!;
  }
  for (; i < words.length; i++) seen |= words[i]!;
  if ((seen & 0x80808080) !== 0) return false;
  for (at += words.length * 4; at < bytes.length; at++) if (bytes[at]! > 127) return false;
  return true;
}
