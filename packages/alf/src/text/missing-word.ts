/** What pandas takes for a missing value, besides nothing at all. */
const WORDS: readonly string[] = [
  "NA",
  "N/A",
  "n/a",
  "NaN",
  "nan",
  "NULL",
  "null",
  "None",
  "<NA>",
  "-NaN",
  "-nan",
  "#NA",
  "#N/A",
  "#N/A N/A",
  "1.#IND",
  "-1.#IND",
  "1.#QNAN",
  "-1.#QNAN",
];

const LONGEST = Math.max(...WORDS.map((word) => word.length));

/** The words as bytes, by their length. */
const BY_LENGTH: readonly (readonly Uint8Array[])[] = Array.from({ length: LONGEST + 1 }, (_, length) =>
  WORDS.filter((word) => word.length === length).map((word) => new TextEncoder().encode(word)),
);

/** 1 for the bytes that one of the words begins with. */
const FIRST_BYTES: Uint8Array = new Uint8Array(256);
for (const word of WORDS) FIRST_BYTES[word.charCodeAt(0)] = 1;

/**
 * True if a field stands for a missing value.
 *
 * @see Source: `STR_NA_VALUES` of `pandas/_libs/parsers.pyx`.
 */
export function isMissing(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0) return true;
  if (FIRST_BYTES[bytes[start]!] === 0) return false;
  const words = length > LONGEST ? undefined : BY_LENGTH[length];
  if (words === undefined) return false;
  for (const word of words) {
    let i = 0;
    while (i < length && word[i] === bytes[start + i]) i++;
    if (i === length) return true;
  }
  return false;
}
