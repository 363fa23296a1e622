import { type CellGrid, CellList } from "./cell-grid.ts";
import {
  NoColumnsError,
  RaggedRowError,
  TableTooLargeError,
  type TextErrorOptions,
  UnclosedQuoteError,
} from "./errors.ts";

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

/** Positions are kept in 32 bits. */
const MAX_BYTES = 0xffffffff;

/** The number of fields is guessed from the beginning of the file. */
const SAMPLE_BYTES = 1 << 16;

/** What {@link tokenize} finds. */
export interface Tokens {
  /** Fields of the first line, or `undefined` where the table has none. */
  readonly header: CellGrid | undefined;
  /** Fields of the other lines. */
  readonly body: CellGrid;
}

/** How {@link tokenize} reads. */
export interface TokenizeOptions extends TextErrorOptions {
  /** One ASCII character. */
  readonly delimiter: string;
  /** True if the first line that is not blank holds the names of the columns. */
  readonly header: boolean;
}

/**
 * Find the fields of a delimited table, by the rules of pandas' tokenizer.
 *
 * Lines end at LF, CR or both. Blank lines are skipped, also those of spaces and tabs other than the delimiter. A field
 * that begins with a quote ends at the next single one; doubled quotes within stand for one. The first row decides how
 * many fields there are; shorter rows are filled up.
 *
 * @throws {@link NoColumnsError}, {@link RaggedRowError}, {@link UnclosedQuoteError}, {@link TableTooLargeError}
 */
export function tokenize(bytes: Uint8Array<ArrayBuffer>, options: TokenizeOptions): Tokens {
  if (bytes.length > MAX_BYTES) throw new TableTooLargeError(bytes.length, MAX_BYTES, options);
  const tokenizer = new Tokenizer(bytes, options);
  return tokenizer.read();
}

class Tokenizer {
  readonly #options: TokenizeOptions;
  readonly #delimiter: number;
  readonly #length: number;
  /** The input, or a copy of it once an escaped quote has to be taken out. */
  #bytes: Uint8Array<ArrayBuffer>;
  #copied = false;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>, options: TokenizeOptions) {
    this.#bytes = bytes;
    this.#length = bytes.length;
    this.#options = options;
    this.#delimiter = options.delimiter.charCodeAt(0);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  read(): Tokens {
    const header = new CellList(16);
    if (this.#options.header && this.#skipBlankLines()) this.#readRow(header);
    const cells = new CellList(this.#guessFieldCount());
    let width = header.length;
    let rowCount = 0;
    while (this.#skipBlankLines()) {
      const lineStart = this.#at;
      const before = cells.length;
      this.#readRow(cells);
      const found = cells.length - before;
      if (rowCount === 0) width = Math.max(width, found);
      if (found > width) {
        throw new RaggedRowError({ line: this.#lineAt(lineStart), expected: width, found }, this.#options);
      }
      cells.padTo(before + width);
      rowCount++;
    }
    if (width === 0) throw new NoColumnsError(this.#options);
    const bytes = this.#bytes;
    return {
      header: this.#options.header ? { ...gridOf(header), bytes, width: header.length, rowCount: 1 } : undefined,
      body: { ...gridOf(cells), bytes, width, rowCount },
    };
  }

  #guessFieldCount(): number {
    const end = Math.min(this.#length, this.#at + SAMPLE_BYTES);
    let fields = 1;
    for (let at = this.#at; at < end; at++) {
      const byte = this.#bytes[at];
      if (byte === this.#delimiter || byte === LF) fields++;
    }
    return Math.ceil((fields * (this.#length - this.#at + 1) * 1.05) / (end - this.#at + 1));
  }

  /** Go to the next line that is not blank; false at the end. */
  #skipBlankLines(): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < this.#length; at++) {
      const byte = bytes[at]!;
      if (byte === LF || byte === CR) this.#at = at + 1;
      else if (!((byte === SPACE || byte === TAB) && byte !== this.#delimiter)) return true;
    }
    return false;
  }

  /** Read the fields of one line and go to the start of the next. */
  #readRow(cells: CellList): void {
    const delimiter = this.#delimiter;
    const length = this.#length;
    for (;;) {
      const bytes = this.#bytes;
      let at = this.#at;
      if (bytes[at] === QUOTE && at < length) {
        this.#readQuoted(cells);
        at = this.#at;
      } else {
        const start = at;
        for (; at < length; at++) {
          const byte = bytes[at]!;
          if (byte === delimiter || byte === LF || byte === CR) break;
        }
        cells.push(start, at);
      }
      this.#at = at + 1;
      if (at < length && bytes[at] === delimiter) continue;
      if (at >= length) this.#at = length;
      else if (bytes[at] === CR && bytes[at + 1] === LF) this.#at = at + 2;
      return;
    }
  }

  /** Read a field that begins with a quote, and stop at the delimiter or line break that ends it. */
  #readQuoted(cells: CellList): void {
    const opened = this.#at;
    const start = opened + 1;
    const close = this.#bytes.indexOf(QUOTE, start);
    if (close === -1) throw new UnclosedQuoteError(this.#lineAt(opened), this.#options);
    if (this.#endsField(close + 1)) {
      cells.push(start, close);
      this.#at = close + 1;
    } else {
      cells.push(start, this.#unescape(start, close));
    }
  }

  #endsField(at: number): boolean {
    const byte = this.#bytes[at];
    return at >= this.#length || byte === this.#delimiter || byte === LF || byte === CR;
  }

  /**
   * Move the text of a quoted field together in its place, the doubled quotes becoming single ones.
   *
   * @param close - The first quote after the opening one; it does not end the field.
   * @returns One past the last byte of the text.
   */
  #unescape(start: number, close: number): number {
    if (!this.#copied) this.#bytes = this.#bytes.slice();
    this.#copied = true;
    const bytes = this.#bytes;
    let to = close;
    let at = close;
    let quoted = true;
    for (; at < this.#length; at++) {
      const byte = bytes[at]!;
      if (quoted && byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE || at + 1 >= this.#length) {
          quoted = false;
          continue;
        }
        at++;
      } else if (!quoted && this.#endsField(at)) {
        break;
      }
      bytes[to++] = byte;
    }
    if (quoted) throw new UnclosedQuoteError(this.#lineAt(start), this.#options);
    this.#at = at;
    return to;
  }

  #lineAt(position: number): number {
    let line = 1;
    for (let at = 0; at < position; at++) {
      const byte = this.#bytes[at];
      if (byte === LF || (byte === CR && this.#bytes[at + 1] !== LF)) line++;
    }
    return line;
  }
}

function gridOf(cells: CellList): Pick<CellGrid, "starts" | "ends"> {
  return { starts: cells.starts.subarray(0, cells.length), ends: cells.ends.subarray(0, cells.length) };
}
