import { type CellGrid } from "./cell-grid.ts";
import { InvalidUtf8Error, type TextErrorOptions } from "./errors.ts";
import { isMissing } from "./missing-word.ts";

/** Fields are gathered into pieces of this size, each of which is decoded at once. */
const BATCH_BYTES = 1 << 16;

/**
 * Text of one column; missing values are `null`.
 *
 * @throws {@link InvalidUtf8Error} if a field is not UTF-8.
 */
export function decodeStrings(grid: CellGrid, column: number, options?: TextErrorOptions): (string | null)[] {
  const { bytes, width, rowCount, starts, ends } = grid;
  const texts: (string | null)[] = new Array(rowCount).fill(null);
  const batch = new StringBatch(texts);
  for (let row = 0; row < rowCount; row++) {
    const start = starts[row * width + column]!;
    const end = ends[row * width + column]!;
    if (isMissing(bytes, start, end)) continue;
    if (!batch.add(bytes, row, [start, end])) texts[row] = decodeUtf8(bytes.subarray(start, end), options);
  }
  batch.flush();
  return texts;
}

/** Decodes short ASCII fields many at once: a call a field would cost more than the field. */
class StringBatch {
  readonly #texts: (string | null)[];
  readonly #buffer = new Uint8Array(BATCH_BYTES);
  readonly #decoder = new TextDecoder();
  readonly #rows: number[] = [];
  readonly #ends: number[] = [];
  #filled = 0;

  constructor(texts: (string | null)[]) {
    this.#texts = texts;
  }

  /** False if the field is not ASCII, or too long, and has to be decoded by itself. */
  add(bytes: Uint8Array, row: number, [start, end]: readonly [number, number]): boolean {
    const length = end - start;
    if (length > BATCH_BYTES / 4) return false;
    if (this.#filled + length > BATCH_BYTES) this.flush();
    const to = this.#filled - start;
    let seen = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      seen |= byte;
      this.#buffer[to + at] = byte;
    }
    if (seen > 127) return false;
    this.#filled += length;
    this.#rows.push(row);
    this.#ends.push(this.#filled);
    return true;
  }

  flush(): void {
    const text = this.#decoder.decode(this.#buffer.subarray(0, this.#filled));
    let start = 0;
    for (let i = 0; i < this.#rows.length; i++) {
      const end = this.#ends[i]!;
      this.#texts[this.#rows[i]!] = text.slice(start, end);
      start = end;
    }
    this.#rows.length = 0;
    this.#ends.length = 0;
    this.#filled = 0;
  }
}

/**
 * Decode UTF-8, keeping a byte order mark as the character it is.
 *
 * @throws {@link InvalidUtf8Error} if the bytes are anything else.
 */
export function decodeUtf8(bytes: Uint8Array, options?: TextErrorOptions): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const start = [...bytes.subarray(0, 20)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new InvalidUtf8Error(`the text of bytes ${start}${bytes.length > 20 ? " …" : ""}`, { ...options, cause });
  }
}
