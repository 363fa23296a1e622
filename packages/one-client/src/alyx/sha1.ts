const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** Message, a one bit, zeros, and the length in bits: whole blocks of 16 big-endian words. */
function padded(message: Uint8Array): DataView {
  const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, BigInt(message.length) * 8n);
  return view;
}

/** Mixing function and constant of a round's quarter, FIPS 180-4 §4.1.1 and §4.2.1. */
function roundValue(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function addBlock(state: Int32Array, view: DataView, offset: number): void {
  const words = new Int32Array(80);
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + 4 * i);
  for (let i = 16; i < 80; i++) words[i] = rotate(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const next = (rotate(a, 5) + roundValue(i, b, c, d) + e + words[i]!) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  [a, b, c, d, e].forEach((value, i) => {
    state[i] = state[i]! + value;
  });
}

/**
 * SHA-1 of some bytes, for names only: WebCrypto has it too, but not on pages served without TLS.
 *
 * @returns 40 hexadecimal digits, lower case.
 * @see Source: FIPS 180-4, §6.1.
 */
export function sha1Hex(message: Uint8Array): string {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const view = padded(message);
  for (let offset = 0; offset < view.byteLength; offset += 64) addBlock(state, view, offset);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
