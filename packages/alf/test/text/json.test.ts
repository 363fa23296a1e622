import { describe, expect, test } from "vitest";
import {
  decodeJson,
  decodeJsonLines,
  encodeJson,
  encodeJsonLines,
  encodeMetadata,
  isTextError,
} from "../../src/text/index.ts";
import { errorOf } from "../error-of.ts";
import { bytesOf, fixtureJson } from "./golden.ts";

const written = fixtureJson<{ json: string; indented: string }>("written.json");

const DOCUMENT = {
  'é🐭\x7f\n"': [1, 2.5, -0, 1e-7, 1e22, true, null, {}, []],
  n: { x: Number.NaN, y: [Number.NEGATIVE_INFINITY] },
};

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

describe("decodeJson", () => {
  test("reads the numbers that only Python knows, and strings that look like them", () => {
    expect(decodeJson(bytesOf('{"a": [NaN, -Infinity, Infinity, "NaN", -1.5e2], "Infinity": {}}')).value).toEqual({
      a: [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, "NaN", -150],
      Infinity: {},
    });
  });

  test.each([written.json, written.indented, `\ufeff${written.json}`])("reads what Python writes", (text) => {
    expect(decodeJson(bytesOf(text)).value).toEqual(DOCUMENT);
  });

  test("keeps a key __proto__ as a key, where the reader of its own is at work too", () => {
    const value = decodeJson(bytesOf('{"__proto__": {"x": NaN}}')).value as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test.each([
    ["an open list", '{"a": [1, 2}', 1, '"," or "]"'],
    ["a missing value", '{\n "a": ,\n}', 2, "a value"],
    ["a trailing comma", '{"a": 1,}', 1, "a key"],
    ["single quotes", "{'a': 1}", 1, "a key"],
    ["two values", "1 2", 1, "the end"],
    ["nothing", " ", 1, "a value"],
    ["a sign without a number", "[NaN, -]", 1, "a value"],
    ["NaN as a key", "{NaN: 1}", 1, "a key"],
    ["open text", '["a\\"]', 1, "closing quote"],
    ["a line break in text", '["a\nb"]', 1, "without line breaks"],
    ["a leading zero", "[NaN, 01]", 1, '"," or "]"'],
    ["a bottomless nesting", "[".repeat(100_000), 1, "levels"],
  ])("refuses %s and says where", async (_, text, line, expected) => {
    const error = await errorOf(() => decodeJson(bytesOf(text), { source: "a.json" }));
    expect(isTextError(error, "text/invalid-json") && error.line).toBe(line);
    expect(String(error)).toContain(expected);
    expect(String(error)).toContain("a.json");
  });

  test("refuses what is not UTF-8", async () => {
    expect(isTextError(await errorOf(() => decodeJson(Uint8Array.of(34, 0xff, 34))), "text/invalid-utf8")).toBe(true);
  });
});

describe("decodeJsonLines", () => {
  test.each(['{"a": 1}\n[NaN]\n', '{"a": 1}\r\n[NaN]', '{"a": 1}\r[NaN]\r'])("reads a value a line: %j", (text) => {
    expect(decodeJsonLines(bytesOf(text)).value).toEqual([{ a: 1 }, [Number.NaN]]);
  });

  test.each([
    ["a blank line", "1\n\n2\n", 2],
    ["a line of spaces", "1\n2\n  \n", 3],
    ["a broken line", '1\n{"a"}\n', 2],
    ["a value over two lines", "[1,\n2]\n", 1],
  ])("refuses %s and says where", async (_, text, line) => {
    const error = await errorOf(() => decodeJsonLines(bytesOf(text)));
    expect(isTextError(error, "text/invalid-json") && error.line).toBe(line);
  });
});

describe("encodeJson", () => {
  test("writes what Python's json.dumps writes", () => {
    const { 'é🐭\x7f\n"': list, n } = DOCUMENT;
    expect(textOf(encodeJson({ 'é🐭\x7f\n"': list, n }))).toBe(written.json);
    expect(textOf(encodeMetadata(DOCUMENT))).toBe(written.indented);
  });

  test("writes a value a line", () => {
    expect(textOf(encodeJsonLines([{ a: 1 }, "é"]))).toBe('{"a": 1}\n"\\u00e9"\n');
  });

  test.each([1n, undefined, () => 1])("refuses %s", async (value) => {
    const error = await errorOf(() => encodeJson({ a: [value as unknown as null] }));
    expect(isTextError(error, "text/unwritable-value")).toBe(true);
  });
});
