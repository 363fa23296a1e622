import { describe, expect, test } from "vitest";
import { asSeries, decodeCsv, isTextError } from "../../src/text/index.ts";
import { errorOf } from "../error-of.ts";
import { bytesOf, describeColumn, fixtureJson, rounded, type TableCase } from "./golden.ts";

const cases = fixtureJson<TableCase[]>("tables.json");
const readable = cases.filter(({ error }) => error === undefined);
const broken = cases.filter(({ error }) => error !== undefined);

function decode(text: string): ReturnType<typeof decodeCsv> {
  return decodeCsv(bytesOf(text));
}

describe("decodeCsv", () => {
  test.each(readable.map((golden) => [JSON.stringify(golden.text).slice(0, 60), golden] as const))(
    "reads %s as pandas does",
    (_, { text, sep, header, index = [], columns = [] }) => {
      const table = decodeCsv(bytesOf(text), { delimiter: sep, header });
      const found = [...table.columns].map(([name, column]) => rounded(describeColumn(name, column)));
      const nameless = found.slice(0, index.length).map(([, dtype, values]) => ["", dtype, values]);
      expect([...nameless, ...found.slice(index.length)]).toEqual([...index, ...columns].map(rounded));
      expect(table.indexColumns ?? []).toEqual(found.slice(0, index.length).map(([name]) => name));
      expect(table.rowCount).toBe(columns[0]?.[2].length);
    },
  );

  test.each(broken.map((golden) => [JSON.stringify(golden.text).slice(0, 60), golden] as const))(
    "refuses %s, as pandas does",
    async (_, { text, sep, header, error: message = "" }) => {
      const error = await errorOf(() => decodeCsv(bytesOf(text), { delimiter: sep, header }));
      const [, expected, line, found] = /Expected (\d+) fields in line (\d+), saw (\d+)/.exec(message) ?? [];
      const facts = { expected: Number(expected), line: Number(line), found: Number(found) };
      if (expected !== undefined) expect(error).toMatchObject({ code: "text/ragged-row", ...facts });
      else if (message.includes("EOF inside string")) expect(isTextError(error, "text/unclosed-quote")).toBe(true);
      else expect(isTextError(error, "text/no-columns")).toBe(true);
    },
  );

  test("calls the first columns of rows longer than the header line as reset_index does", () => {
    expect(decode("a,b\n1,2,3\n").indexColumns).toEqual(["index"]);
    expect(decode("index,b\n1,2,3\n").indexColumns).toEqual(["level_0"]);
    expect(decode("a,level_1\n1,2,3,4\n").indexColumns).toEqual(["level_0", "level_1_"]);
  });

  test("counts lines, not rows, where it says which one is too long", async () => {
    const error = await errorOf(() => decode('a,b\r\n"1\n",2\r\n\r\n3,4,5\r\n'));
    expect(isTextError(error, "text/ragged-row") && error.line).toBe(5);
  });

  test("says in which line a quote was opened", async () => {
    const error = await errorOf(() => decode('a,b\n1,2\n3,"4\n5,6\n'));
    expect(isTextError(error, "text/unclosed-quote") && error.line).toBe(3);
  });

  test("does not change the bytes it is given", () => {
    const bytes = bytesOf('a\n"x""y"\n"z"w\n');
    const before = bytes.slice();
    decodeCsv(bytes);
    expect(bytes).toEqual(before);
  });

  test("names the file whose text is not UTF-8", async () => {
    const bytes = Uint8Array.of(97, 10, 0xff, 10);
    const error = await errorOf(() => decodeCsv(bytes, { source: "a.b.csv" }));
    expect(isTextError(error, "text/invalid-utf8") && error.source).toBe("a.b.csv");
  });

  test.each([",,", "", '"', "\n", "é"])("refuses the delimiter %j", async (delimiter) => {
    expect(isTextError(await errorOf(() => decodeCsv(bytesOf("a\n"), { delimiter })), "text/unwritable-value")).toBe(
      true,
    );
  });

  test("rounds numbers to the nearest float, where pandas' default can miss it", () => {
    const { floats } = fixtureJson<{ floats: [number, string][] }>("written.json");
    const table = decode(`a\n${floats.map(([, text]) => text).join("\n")}\n`);
    expect(table.columns.get("a")?.values.data).toEqual(Float64Array.from(floats, ([value]) => value));
  });

  test.each([
    [
      "takes a line for one that ends in CR alone and begins with the delimiter",
      "a,b\r1,2\r,3\r",
      ["a", "float64", [1, null]],
    ],
    ["keeps a NUL byte in its field", "a\n1\0\n", ["a", "string", ["1\0"]]],
    ["takes zero for zero, whatever its exponent", "a\n0e400\n", ["a", "float64", [0]]],
    [
      "has null among integers beyond int64",
      "a,b\n9223372036854775808,1\n,2\n",
      ["a", "string", ["9223372036854775808", null]],
    ],
  ] as const)("%s, where pandas does not", (_, text, expected) => {
    const column = decode(text).columns.get("a");
    expect(column && describeColumn("a", column)).toEqual(expected);
  });

  test("takes a long column of numbers and text for text as a whole, where pandas mixes them", () => {
    const numbers = Array.from({ length: 400_000 }, (_, i) => String(i));
    expect(decode(`a\n${numbers.join("\n")}\nx\n`).columns.get("a")?.values.data).toEqual([...numbers, "x"]);
  });

  test("reads long text and many rows across its batches", () => {
    const words = Array.from({ length: 30_000 }, (_, i) => (i % 1000 === 0 ? `é${"x".repeat(i)}` : `w${i}`));
    expect(decode(`a\n${words.join("\n")}\n`).columns.get("a")?.values.data).toEqual(words);
  });
});

describe("asSeries", () => {
  test("gives the only column and its name, the index aside", () => {
    expect(asSeries(decode("a\n1\n"))?.name).toBe("a");
    expect(asSeries(decode("a\n1,2\n"))?.column.values.data).toEqual(BigInt64Array.of(2n));
  });

  test("gives nothing for several columns", () => {
    expect(asSeries(decode("a,b\n1,2\n"))).toBeUndefined();
  });
});
