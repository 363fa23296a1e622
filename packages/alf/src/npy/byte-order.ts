/** True where typed arrays hold the low byte first, which is every machine that runs a current browser or Node.js. */
export const HOST_IS_LITTLE_ENDIAN: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Reverse the bytes of every word, in place.
 *
 * @param bytes - At an offset and of a length that are multiples of `wordBytes`.
 * @param wordBytes - 1, 2, 4 or 8.
 */
export function swapBytesInPlace(bytes: Uint8Array<ArrayBuffer>, wordBytes: number): void {
  if (wordBytes === 2) swap16(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
  if (wordBytes === 4) swap32(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  if (wordBytes === 8) swap64(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
}

function swap16(words: Uint16Array): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    words[i] = (word << 8) | (word >>> 8);
  }
}

function reversed(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function swap32(words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = reversed(words[i]!);
}

function swap64(words: Uint32Array): void {
  for (let i = 0; i + 1 < words.length; i += 2) {
    const first = words[i]!;
    words[i] = reversed(words[i + 1]!);
    words[i + 1] = reversed(first);
  }
}
