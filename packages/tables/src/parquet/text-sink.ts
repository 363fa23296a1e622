import { ByteDictionary, grown } from "./byte-dictionary.ts";
import { type ByteSlices, decodeByteArrays } from "./byte-slices.ts";
import { ByteCopier } from "./copy-bytes.ts";
import { dictionaryIndices } from "./fixed-sink.ts";
import { BudgetFault, MAX_COLUMN_BYTES, type MemoryBudget } from "./memory-budget.ts";
import { type DataPage, type Page } from "./pages.ts";
import { PageFault } from "./rle.ts";
import { Validity } from "./validity.ts";

/**
 * How a text column is held: codes into its distinct values, or every value in full. `auto` keeps codes while they
 * repeat, on average, more than twice.
 */
export type TextEncoding = "auto" | "dictionary" | "plain";

/** Rows after which `auto` first asks whether values repeat. */
const TRIAL_ROWS = 4096;

/** What a finished text column is made of. */
export type TextParts =
  | { readonly kind: "dictionary"; readonly codes: Int32Array<ArrayBuffer>; readonly dictionary: ByteDictionary }
  | { readonly kind: "plain"; readonly offsets: Int32Array<ArrayBuffer>; readonly bytes: Uint8Array<ArrayBuffer> };

/** What a text sink has to know of its column. */
export interface TextSinkOptions {
  readonly encoding: TextEncoding;
  readonly budget: MemoryBudget;
  /** What the footer says the column's bytes are, as a first guess. */
  readonly expectedBytes: number;
}

/** Collects a column of byte strings as codes, or in full, page by page. */
export class TextSink {
  readonly validity: Validity;
  rows = 0;
  readonly #options: TextSinkOptions;
  /** Codes while `#dictionary` is there (−1 where null), then boundaries in `#pool`. */
  readonly #cells: Int32Array<ArrayBuffer>;
  #dictionary: ByteDictionary | undefined;
  #pool: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** The chunk's own dictionary: codes of ours, or where its values lie. */
  #chunkCodes: Int32Array | undefined;
  #chunkValues: ByteSlices | undefined;
  #distinctUsed = 0;

  /** @param capacity - Rows of the column. */
  constructor(capacity: number, options: TextSinkOptions) {
    this.#options = options;
    options.budget.take((capacity + 1) * 4);
    this.#cells = new Int32Array(capacity + 1);
    this.validity = new Validity(capacity);
    if (options.encoding !== "plain") this.#dictionary = new ByteDictionary();
  }

  beginChunk(): void {
    this.#chunkCodes = undefined;
    this.#chunkValues = undefined;
  }

  add(page: Page): void {
    if (page.kind === "dictionary") {
      this.#addDictionary(page.values, page.numValues);
      return;
    }
    if (page.encoding === "PLAIN_DICTIONARY" || page.encoding === "RLE_DICTIONARY") this.#addIndices(page);
    else if (page.encoding === "PLAIN" && this.#dictionary === undefined) this.#copyPlain(page);
    else this.#addValues(page, decodeByteArrays(page.values, page.numPresent, page.encoding));
    this.validity.add(this.rows, page.definition);
    this.rows += page.numValues;
    if (this.#options.encoding === "auto" && this.rows >= TRIAL_ROWS && this.#distinctUsed * 2 > this.rows)
      this.#expand();
  }

  finish(): TextParts {
    if (this.#options.encoding === "auto" && this.#distinctUsed * 2 > this.rows) this.#expand();
    if (this.#dictionary !== undefined) {
      return { kind: "dictionary", codes: this.#cells.subarray(0, this.rows), dictionary: this.#dictionary };
    }
    const offsets = this.#cells.subarray(0, this.rows + 1);
    return { kind: "plain", offsets, bytes: this.#pool.subarray(0, offsets[this.rows]) };
  }

  #addDictionary(bytes: Uint8Array, numValues: number): void {
    // Kept beyond the page, whose bytes are overwritten by the next one.
    const values = decodeByteArrays(bytes.slice(), numValues, "PLAIN");
    this.#chunkValues = values;
    this.#chunkCodes = undefined;
  }

  #addIndices(page: DataPage): void {
    const values = this.#chunkValues;
    if (values === undefined) throw new PageFault("a page of indices without a dictionary before it");
    const indices = dictionaryIndices(page, values.starts.length);
    if (this.#dictionary === undefined) {
      this.#appendPlain(page, { ...values, starts: pick(values.starts, indices), ends: pick(values.ends, indices) });
      return;
    }
    this.#chunkCodes ??= internAll(this.#dictionary, values);
    const codes = pick(this.#chunkCodes, indices);
    let largest = this.#distinctUsed - 1;
    for (let i = 0; i < codes.length; i++) if (codes[i]! > largest) largest = codes[i]!;
    this.#distinctUsed = largest + 1;
    this.#placeCodes(page, codes);
  }

  #addValues(page: DataPage, values: ByteSlices): void {
    const dictionary = this.#dictionary;
    if (dictionary === undefined) {
      this.#appendPlain(page, values);
      return;
    }
    const { bytes, starts, ends } = values;
    const codes = new Int32Array(starts.length);
    const before = dictionary.count;
    let code = -1;
    for (let i = 0; i < codes.length; i++) {
      const range = { start: starts[i]!, end: ends[i]! };
      // Tables are sorted by their ids: the value before is the likeliest.
      if (code < 0 || !dictionary.equals(code, bytes, range)) code = dictionary.intern(bytes, range.start, range.end);
      codes[i] = code;
      const isTrialOver = i === TRIAL_ROWS && this.#options.encoding === "auto";
      if (isTrialOver && (dictionary.count - before) * 2 > TRIAL_ROWS) {
        this.#expand();
        this.#appendPlain(page, values);
        return;
      }
    }
    this.#distinctUsed = Math.max(this.#distinctUsed, dictionary.count);
    this.#placeCodes(page, codes);
  }

  #placeCodes({ numValues, definition }: DataPage, codes: Int32Array): void {
    if (definition === undefined) {
      this.#cells.set(codes, this.rows);
      return;
    }
    for (let i = 0, next = 0; i < numValues; i++)
      this.#cells[this.rows + i] = definition[i] === 1 ? codes[next++]! : -1;
  }

  #appendPlain({ numValues, definition }: DataPage, { bytes, starts, ends }: ByteSlices): void {
    const cells = this.#cells;
    let size = 0;
    for (let i = 0; i < starts.length; i++) size += ends[i]! - starts[i]!;
    let at = cells[this.rows]!;
    this.#reserve(at + size);
    const copier = new ByteCopier(bytes, this.#pool);
    for (let i = 0, next = 0; i < numValues; i++) {
      if (definition === undefined || definition[i] === 1) {
        copier.copy(starts[next]!, ends[next]!, at);
        at += ends[next]! - starts[next]!;
        next++;
      }
      cells[this.rows + i + 1] = at;
    }
  }

  /** The usual case of ids and hashes, without a list of where values lie: from page to pool in one pass. */
  #copyPlain({ values, numValues, definition }: DataPage): void {
    const cells = this.#cells;
    let to = cells[this.rows]!;
    this.#reserve(to + values.length);
    const copier = new ByteCopier(values, this.#pool);
    let from = 0;
    for (let row = this.rows, i = 0; i < numValues; i++, row++) {
      if (definition === undefined || definition[i] === 1) {
        if (from + 4 > values.length) throw new PageFault("a value begins beyond its page");
        const length = values[from]! | (values[from + 1]! << 8) | (values[from + 2]! << 16) | (values[from + 3]! << 24);
        from += 4;
        const end = from + length;
        if (length < 0 || end > values.length) throw new PageFault("a value ends beyond its page");
        copier.copy(from, end, to);
        from = end;
        to += length;
      }
      cells[row + 1] = to;
    }
  }

  /** Give up on codes: write out the value of every row so far. */
  #expand(): void {
    const dictionary = this.#dictionary;
    if (dictionary === undefined) return;
    this.#dictionary = undefined;
    const { bytes, offsets } = dictionary;
    const cells = this.#cells;
    let total = 0;
    for (let row = 0; row < this.rows; row++) {
      const code = cells[row]!;
      if (code >= 0) total += offsets[code + 1]! - offsets[code]!;
    }
    this.#reserve(total);
    const copier = new ByteCopier(bytes, this.#pool);
    let at = 0;
    for (let row = 0; row < this.rows; row++) {
      const code = cells[row]!;
      cells[row] = at;
      if (code < 0) continue;
      copier.copy(offsets[code]!, offsets[code + 1]!, at);
      at += offsets[code + 1]! - offsets[code]!;
    }
    cells[this.rows] = at;
  }

  #reserve(size: number): void {
    if (size <= this.#pool.length) return;
    if (size > MAX_COLUMN_BYTES) throw new BudgetFault(size, MAX_COLUMN_BYTES);
    const wanted = Math.max(size, this.#pool.length * 1.5, this.#options.expectedBytes);
    const length = Math.min(Math.ceil(wanted), MAX_COLUMN_BYTES);
    this.#options.budget.take(length - this.#pool.length);
    this.#pool = grown(this.#pool, length);
  }
}

function pick(from: Int32Array, indices: Int32Array): Int32Array {
  const picked = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) picked[i] = from[indices[i]!]!;
  return picked;
}

function internAll(dictionary: ByteDictionary, { bytes, starts, ends }: ByteSlices): Int32Array {
  const codes = new Int32Array(starts.length);
  for (let i = 0; i < codes.length; i++) codes[i] = dictionary.intern(bytes, starts[i]!, ends[i]!);
  return codes;
}
