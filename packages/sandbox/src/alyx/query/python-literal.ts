/** A number as Python writes it: `1` and `1.0` are not the same text. */
export interface PythonNumber {
  readonly number: number;
  readonly isFloat: boolean;
}

/** A value of a filter. */
export type PythonValue = null | boolean | string | PythonNumber | readonly PythonValue[];

/** A text that is no Python literal. `name` is a word that would be a variable in Python. */
export class NotLiteralError extends Error {
  readonly word: string | undefined;

  constructor(word: string | undefined) {
    super(word === undefined ? "not a literal" : `name '${word}' is not defined`);
    this.word = word;
  }
}

const SPACE = /\s*/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/y;
const CONSTANTS: ReadonlyMap<string, null | boolean> = new Map([
  ["None", null],
  ["True", true],
  ["False", false],
]);
/** Brackets within brackets; Python itself takes 200. */
const MAX_DEPTH = 200;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"' };

/** Reads lists, tuples, texts, numbers, `None`, `True` and `False`; nothing is ever evaluated. */
class LiteralReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): PythonValue {
    const value = this.#value();
    this.#match(SPACE);
    if (this.#at < this.#text.length) throw new NotLiteralError(undefined);
    return value;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  #take(character: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #value(): PythonValue {
    if (this.#take("[")) return this.#items("]").values;
    if (this.#take("(")) return this.#tuple();
    const string = this.#match(STRING);
    if (string !== undefined) return unescapeText(string[1] ?? string[2] ?? "");
    const number = this.#match(NUMBER)?.[0];
    if (number !== undefined) return { number: Number(number), isFloat: /[.eE]/.test(number) };
    const word = this.#match(WORD)?.[0];
    const constant = word === undefined ? undefined : CONSTANTS.get(word);
    if (constant === undefined) throw new NotLiteralError(word);
    return constant;
  }

  /** `(1)` is a number in brackets, `(1,)` is a tuple. */
  #tuple(): PythonValue {
    const { values, hasComma } = this.#items(")");
    const [only] = values;
    return values.length === 1 && !hasComma && only !== undefined ? only : values;
  }

  #items(close: string): { values: PythonValue[]; hasComma: boolean } {
    const values: PythonValue[] = [];
    let hasComma = false;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NotLiteralError(undefined);
    while (!this.#take(close)) {
      values.push(this.#value());
      if (this.#take(",")) hasComma = true;
      else if (this.#take(close)) break;
      else throw new NotLiteralError(undefined);
    }
    this.#depth -= 1;
    return { values, hasComma };
  }
}

function unescapeText(text: string): string {
  return text.replace(/\\(.)/gs, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

/**
 * The value that a Python literal stands for.
 *
 * @throws NotLiteralError for everything else: names, calls, operators, dictionaries.
 */
export function parsePythonLiteral(text: string): PythonValue {
  return new LiteralReader(text).whole();
}

/** A number as Python prints it. */
function numberText({ number, isFloat }: PythonNumber): string {
  return isFloat && Number.isInteger(number) ? `${number}.0` : String(number);
}

/** A value as Python's `str` gives it: texts bare, but quoted inside lists. */
export function pythonText(value: PythonValue): string {
  if (typeof value === "string") return value;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if ("number" in value) return numberText(value);
  return `[${value.map((item) => (typeof item === "string" ? `'${item}'` : pythonText(item))).join(", ")}]`;
}
