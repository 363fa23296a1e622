import { type JsonValue } from "../ndarray.ts";
import { InvalidJsonError, type TextErrorOptions } from "./errors.ts";

/** Where in a file the text stands. */
export interface ParseJsonOptions extends TextErrorOptions {
  /** Line of the file, from 1, on which the text begins. */
  readonly firstLine?: number | undefined;
}

/** Python gives up at about this depth too; the platform's own parser, which comes first, does not. */
const MAX_DEPTH = 1000;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;

/** Words that stand for a value; Python knows the last three, JSON does not. */
const WORDS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * Parse JSON with Python's additions: `NaN`, `Infinity`, `-Infinity`.
 *
 * @throws {@link InvalidJsonError} with the line, if the text is anything else.
 */
export function parsePythonJson(text: string, options: ParseJsonOptions = {}): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Either it is Python's, or it is broken and the reader below can say where.
    return new JsonReader(text, options).readDocument();
  }
}

class JsonReader {
  readonly #text: string;
  readonly #options: ParseJsonOptions;
  #at = 0;

  constructor(text: string, options: ParseJsonOptions) {
    this.#text = text;
    this.#options = options;
  }

  readDocument(): JsonValue {
    const value = this.#readValue(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("the end");
    return value;
  }

  #fail(expected: string): never {
    const { firstLine = 1, ...options } = this.#options;
    const before = this.#text.slice(0, this.#at).split(/\r\n|[\n\r]/);
    const code = this.#text.codePointAt(this.#at);
    const found = code === undefined ? "the end" : JSON.stringify(String.fromCodePoint(code));
    const column = (before.at(-1)?.length ?? 0) + 1;
    const what = `found ${found} at column ${column} (expected ${expected})`;
    throw new InvalidJsonError(what, before.length + firstLine - 1, options);
  }

  #skipSpace(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    }
  }

  #readValue(depth: number): JsonValue {
    if (depth > MAX_DEPTH) this.#fail(`at most ${MAX_DEPTH} levels`);
    this.#skipSpace();
    const char = this.#text[this.#at];
    if (char === "{") return this.#readRecord(depth);
    if (char === "[") return this.#readList(depth);
    if (char === '"') return this.#readString();
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return Number(number);
    }
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#fail("a value");
  }

  #readList(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#text[this.#at] === "]") {
      this.#at++;
      return items;
    }
    do items.push(this.#readValue(depth + 1));
    while (this.#continues("]"));
    return items;
  }

  #readRecord(depth: number): { [key: string]: JsonValue } {
    const entries: [string, JsonValue][] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#text[this.#at] === "}") {
      this.#at++;
      return {};
    }
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') this.#fail("a key in double quotes");
      const key = this.#readString();
      this.#skipSpace();
      if (this.#text[this.#at] !== ":") this.#fail('":"');
      this.#at++;
      entries.push([key, this.#readValue(depth + 1)]);
    } while (this.#continues("}"));
    return Object.fromEntries(entries);
  }

  /** Past a comma: true. Past the closing bracket: false. */
  #continues(close: "]" | "}"): boolean {
    this.#skipSpace();
    const char = this.#text[this.#at];
    if (char !== "," && char !== close) this.#fail(`"," or "${close}"`);
    this.#at++;
    return char === ",";
  }

  #readString(): string {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === "\\" ? 2 : 1;
    if (end >= this.#text.length) this.#fail("a closing quote for the text that begins here");
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end + 1));
      this.#at = end + 1;
      return String(value);
    } catch {
      return this.#fail("text without line breaks, control characters and unknown escapes");
    }
  }
}
