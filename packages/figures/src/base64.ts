const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes in base64 with padding. By hand: Buffer is not in browsers, and btoa wants the bytes as a string first. */
export function base64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(61); // "="
  for (let from = 0, to = 0; from < bytes.length; from += 3) {
    const triple = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    const digits = Math.min(4, bytes.length - from + 1);
    for (let digit = 0; digit < digits; digit++) {
      codes[to + digit] = DIGITS.charCodeAt((triple >> (18 - 6 * digit)) & 63);
    }
    to += 4;
  }
  return new TextDecoder().decode(codes);
}
