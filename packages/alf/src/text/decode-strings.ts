import { type CellGrid } from "./cell-grid.ts";
import { InvalidUtf8Error, type TextErrorOptions } from "./errors.ts";
import { isMissing } from "./missing-word.ts";

/** Fields are gathered into pieces of this size, each of which is decoded at once. */
const BATCH_BYTES = 1 << 16;

/** How many texts are remembered, so that one that comes again is neither decoded nor kept twice. */
const REMEMBERED = 1 << 12;

/** A batch that few texts fill slowly is decoded when so many rows wait for it. */
const MAX_WAITING_ROWS = 1 << 14;

/** Longer texts than this are decoded by themselves. */
const MAX_BATCHED_BYTES = 256;

/**
 * Text of one column; missing values are `null`. Equal texts mostly are one string in memory.
 *
 * @throws {@link InvalidUtf8Error} if a field is not UTF-8.
 */
export function decodeStrings(grid: CellGrid, column: number, options?: TextErrorOptions): (string | null)[] {
  const { bytes, width, rowCount, starts, ends } = grid;
  const texts: (string | null)[] = new Array(rowCount).fill(null);
  const batch = new StringBatch(bytes, texts);
  for (let row = 0, i = column; row < rowCount; row++, i += width) {
    const start = starts[i]!;
    const end = ends[i]!;
    if (isMissing(bytes, start, end)) continue;
    if (!batch.add(row, start, end)) texts[row] = decodeUtf8(bytes.subarray(start, end), options);
  }
  batch.flush();
  return texts;
}

/** Decodes short ASCII fields many at once: a call a field would cost more than the field. */
class StringBatch {
  readonly #bytes: Uint8Array;
  readonly #texts: (string | null)[];
  readonly #decoder = new TextDecoder();
  readonly #buffer = new Uint8Array(BATCH_BYTES);
  #filled = 0;
  /** Where each text of the batch ends in the buffer, and the slot that remembers it. */
  readonly #ends: number[] = [];
  readonly #slots: number[] = [];
  /** Rows that wait for the batch, each with the number of its text in it. */
  readonly #rows: number[] = [];
  readonly #rowTexts: number[] = [];
  /** The remembered texts: where the field lies, and its text or its number in the batch (-1 for none). */
  readonly #slotStart = new Uint32Array(REMEMBERED);
  readonly #slotLength = new Uint32Array(REMEMBERED);
  readonly #slotPending = new Int32Array(REMEMBERED).fill(-1);
  readonly #slotText: string[] = new Array<string>(REMEMBERED).fill("");

  constructor(bytes: Uint8Array, texts: (string | null)[]) {
    this.#bytes = bytes;
    this.#texts = texts;
  }

  /** False if the field is not ASCII, or too long, and has to be decoded by itself. */
  add(row: number, start: number, end: number): boolean {
    if (end - start > MAX_BATCHED_BYTES) return false;
    let hash = 0;
    let seen = 0;
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at]!;
      seen |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    if (seen > 127) return false;
    const slot = (hash ^ (hash >>> 15)) & (REMEMBERED - 1);
    if (!this.#isRemembered(slot, start, end)) this.#remember(slot, start, end);
    const pending = this.#slotPending[slot]!;
    if (pending === -1) {
      this.#texts[row] = this.#slotText[slot]!;
    } else {
      this.#rows.push(row);
      this.#rowTexts.push(pending);
      if (this.#rows.length === MAX_WAITING_ROWS) this.flush();
    }
    return true;
  }

  #isRemembered(slot: number, start: number, end: number): boolean {
    const length = end - start;
    if (this.#slotLength[slot] !== length) return false;
    const known = this.#slotStart[slot]!;
    let i = 0;
    while (i < length && this.#bytes[known + i] === this.#bytes[start + i]) i++;
    return i === length;
  }

  #remember(slot: number, start: number, end: number): void {
    if (this.#filled + end - start > BATCH_BYTES) this.flush();
    const to = this.#filled - start;
    for (let at = start; at < end; at++) this.#buffer[to + at] = this.#bytes[at]!;
    this.#filled += end - start;
    this.#slotStart[slot] = start;
    this.#slotLength[slot] = end - start;
    this.#slotPending[slot] = this.#ends.length;
    this.#ends.push(this.#filled);
    this.#slots.push(slot);
  }

  /** Decode what was gathered, for the rows and for the slots that wait for it. */
  flush(): void {
    const whole = this.#decoder.decode(this.#buffer.subarray(0, this.#filled));
    let start = 0;
    const decoded = this.#ends.map((end, i) => {
      const text = whole.slice(start, end);
      start = end;
      const slot = this.#slots[i]!;
      // Another text may have taken the slot since.
      if (this.#slotPending[slot] === i) this.#slotText[slot] = text;
      return text;
    });
    for (let i = 0; i < this.#rows.length; i++) this.#texts[this.#rows[i]!] = decoded[this.#rowTexts[i]!]!;
    for (const slot of this.#slots) this.#slotPending[slot] = -1;
    for (const list of [this.#ends, this.#slots, this.#rows, this.#rowTexts]) list.length = 0;
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
