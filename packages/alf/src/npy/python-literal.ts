import { InvalidNpyHeaderError, type NpyErrorOptions } from "./errors.ts";

/** A value of the part of Python's literal syntax that npy headers use, with where it began in the text. */
export type PythonLiteral = { readonly position: number } & (
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "list" | "tuple"; readonly items: readonly PythonLiteral[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [PythonLiteral, PythonLiteral])[] }
);

/** Deeper than any dtype nests, and far from the depth at which recursion would overflow the stack. */
const MAX_DEPTH = 64;

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** Reads one literal; kept as a class because position and text belong to every step. */
class LiteralReader {
  readonly #text: string;
  readonly #options: NpyErrorOptions | undefined;
  #at = 0;

  constructor(text: string, options: NpyErrorOptions | undefined) {
    this.#text = text;
    this.#options = options;
  }

  readDocument(): PythonLiteral {
    const value = this.#readValue(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail(`expected the end, found ${this.#found()}`);
    return value;
  }

  #fail(what: string, position: number = this.#at): never {
    throw new InvalidNpyHeaderError(what, position, this.#options);
  }

  #found(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? "the end" : JSON.stringify(String.fromCodePoint(code));
  }

  #skipSpace(): void {
    while (" \t\r\n\f".includes(this.#text[this.#at] ?? "x")) this.#at++;
  }

  #readValue(depth: number): PythonLiteral {
    if (depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
    this.#skipSpace();
    const position = this.#at;
    const char = this.#text[position] ?? "";
    if (char === "{") return { kind: "dict", position, entries: this.#readEntries(depth) };
    if (char === "[") return { kind: "list", position, items: this.#readItems("]", depth).items };
    if (char === "(") return this.#readTuple(position, depth);
    if (char === "'" || char === '"') return { kind: "string", position, value: this.#readString(char) };
    if (/[-+0-9]/.test(char)) return { kind: "integer", position, value: this.#readInteger() };
    return this.#readWord(position);
  }

  #readWord(position: number): PythonLiteral {
    const rest = this.#text.slice(position, position + 8);
    const prefixed = /^[ubUB]['"]/.exec(rest)?.[0];
    if (prefixed !== undefined) {
      this.#at++;
      return { kind: "string", position, value: this.#readString(prefixed.charAt(1)) };
    }
    const word = /^[A-Za-z_]+/.exec(rest)?.[0] ?? "";
    this.#at += word.length;
    if (word === "True" || word === "False") return { kind: "boolean", position, value: word === "True" };
    if (word === "None") return { kind: "none", position };
    this.#at = position;
    return this.#fail(`expected a literal, found ${this.#found()}`);
  }

  #readInteger(): number {
    const position = this.#at;
    // The optional L is how Python 2 wrote long integers.
    const match = /^[-+]?(?:0|[1-9][0-9]*)(?=L?(?![0-9A-Za-z_.]))/.exec(this.#text.slice(position, position + 400));
    if (match === null) this.#fail("expected a whole number");
    this.#at += match[0].length;
    if (this.#text[this.#at] === "L") this.#at++;
    const value = Number(match[0]);
    if (!Number.isSafeInteger(value)) this.#fail(`${match[0]} is beyond 2^53`, position);
    return value;
  }

  #readTuple(position: number, depth: number): PythonLiteral {
    const { items, trailingComma } = this.#readItems(")", depth);
    const [only] = items;
    // Parentheses around one value without a comma only group it.
    if (items.length === 1 && !trailingComma && only !== undefined) return only;
    return { kind: "tuple", position, items };
  }

  #readItems(close: string, depth: number): { items: PythonLiteral[]; trailingComma: boolean } {
    const items: PythonLiteral[] = [];
    let trailingComma = false;
    this.#at++;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] === close) break;
      if (items.length > 0 && !trailingComma) this.#fail(`expected "," or "${close}", found ${this.#found()}`);
      items.push(this.#readValue(depth + 1));
      trailingComma = this.#skipComma();
    }
    this.#at++;
    return { items, trailingComma };
  }

  #readEntries(depth: number): (readonly [PythonLiteral, PythonLiteral])[] {
    const entries: (readonly [PythonLiteral, PythonLiteral])[] = [];
    let comma = true;
    this.#at++;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] === "}") break;
      if (!comma) this.#fail(`expected "," or "}", found ${this.#found()}`);
      const key = this.#readValue(depth + 1);
      this.#skipSpace();
      if (this.#text[this.#at] !== ":") this.#fail(`expected ":", found ${this.#found()}`);
      this.#at++;
      entries.push([key, this.#readValue(depth + 1)]);
      comma = this.#skipComma();
    }
    this.#at++;
    return entries;
  }

  #skipComma(): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== ",") return false;
    this.#at++;
    return true;
  }

  #readString(quote: string): string {
    const start = this.#at++;
    let value = "";
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char === "\n") return this.#fail("text without a closing quote", start);
      this.#at++;
      if (char === quote) return value;
      value += char === "\\" ? this.#readEscape() : char;
    }
  }

  #readEscape(): string {
    const position = this.#at - 1;
    const rest = this.#text.slice(this.#at, this.#at + 9);
    const numeric = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3}))/i.exec(rest);
    if (numeric !== null) {
      this.#at += numeric[0].length;
      const hex = numeric[1] ?? numeric[2] ?? numeric[3];
      const code = hex === undefined ? Number.parseInt(numeric[4] ?? "", 8) : Number.parseInt(hex, 16);
      if (!(code <= 0x10ffff)) this.#fail("escape beyond U+10FFFF", position);
      return String.fromCodePoint(code);
    }
    const plain = ESCAPES[rest.charAt(0)];
    if (plain === undefined) this.#fail("unknown escape", position);
    this.#at++;
    return plain;
  }
}

/**
 * Parse the literal subset of Python that npy headers are written in: strings, whole numbers, `True`, `False`, `None`,
 * tuples, lists and dictionaries. Nothing is evaluated.
 *
 * @throws {@link InvalidNpyHeaderError} with the position, if the text is anything else, or nests too deeply.
 */
export function parsePythonLiteral(text: string, options?: NpyErrorOptions): PythonLiteral {
  return new LiteralReader(text, options).readDocument();
}

/** Quote text as Python's `repr` does. */
export function formatPythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) out += char === quote || char === "\\" ? `\\${char}` : escapeUnprintable(char);
  return out + quote;
}

function escapeUnprintable(char: string): string {
  if (char === " " || !/[\p{C}\p{Z}]/u.test(char)) return char;
  const named = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[char];
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

/** Write whole numbers as a Python tuple: `(3,)`, `(3, 4)`, `()`. */
export function formatPythonTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}
