/** Shift of each of the 64 steps, four to a round. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** `floor(2^32 · |sin(i + 1)|)` (RFC 1321, section 3.4). */
const SINES: Int32Array = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));
const BLOCK_BYTES = 64;

/**
 * MD5 of bytes that come in pieces: browsers have no MD5 of their own, and the tables hold nothing else.
 *
 * @see Source: RFC 1321.
 */
export class Md5 {
  readonly #state: Int32Array = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  readonly #tail: Uint8Array = new Uint8Array(BLOCK_BYTES);
  #lengthBytes = 0;

  /** Add the next bytes. */
  update(bytes: Uint8Array): this {
    let from = 0;
    const filled = this.#lengthBytes % BLOCK_BYTES;
    this.#lengthBytes += bytes.length;
    if (filled > 0) {
      from = Math.min(BLOCK_BYTES - filled, bytes.length);
      this.#tail.set(bytes.subarray(0, from), filled);
      if (filled + from < BLOCK_BYTES) return this;
      this.#blocks(this.#tail, 0, BLOCK_BYTES);
    }
    const whole = from + Math.floor((bytes.length - from) / BLOCK_BYTES) * BLOCK_BYTES;
    this.#blocks(bytes, from, whole);
    this.#tail.set(bytes.subarray(whole), 0);
    return this;
  }

  /** The hash of all bytes so far, as 32 hexadecimal digits. Nothing can be added after it. */
  hex(): string {
    const lengthBytes = this.#lengthBytes;
    const padding = new Uint8Array(BLOCK_BYTES - ((lengthBytes + 8) % BLOCK_BYTES) + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(lengthBytes) * 8n, true);
    this.update(padding);
    const digest = new DataView(new ArrayBuffer(16));
    for (const [i, word] of this.#state.entries()) digest.setInt32(i * 4, word, true);
    return Array.from(new Uint8Array(digest.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  #blocks(bytes: Uint8Array, start: number, end: number): void {
    const words = new Int32Array(16);
    for (let at = start; at < end; at += BLOCK_BYTES) {
      for (let i = 0, p = at; i < 16; i++, p += 4) {
        words[i] = bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24);
      }
      addBlock(this.#state, words);
    }
  }
}

function addBlock(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    let mixed: number;
    let word: number;
    if (i < 16) {
      mixed = d ^ (b & (c ^ d));
      word = i;
    } else if (i < 32) {
      mixed = c ^ (d & (b ^ c));
      word = (5 * i + 1) & 15;
    } else if (i < 48) {
      mixed = b ^ c ^ d;
      word = (3 * i + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * i) & 15;
    }
    const sum = (a + mixed + SINES[i]! + words[word]!) | 0;
    const shift = SHIFTS[((i >> 4) << 2) | (i & 3)]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
}
