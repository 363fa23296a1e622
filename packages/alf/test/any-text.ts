import fc from "fast-check";

const ODD = Array.from("\0\n\r\t /\\.#_-*?[]{}()|^$+éß\u0301\u2028\ufeff\uffff日٣😀");

/** Any character: odd ones often, all others sometimes. */
const character: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD),
  fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0, max: 0x10_f7_ff }).map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800)),
);

/** Any well-formed text. */
export function anyText(maxLength: number = 30): fc.Arbitrary<string> {
  return fc.string({ unit: character, maxLength });
}
