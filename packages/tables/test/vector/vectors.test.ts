import { Dictionary, Int8, Utf8, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  columnValues,
  concatVectors,
  dictionaryColumn,
  makeBoolVector,
  makeDateVector,
  makeDictionaryVector,
  makeNumberVector,
  makeTable,
  makeTimestampVector,
  makeUtf8Vector,
  takeRows,
  textBytes,
  textValue,
  textValues,
} from "../../src/index.ts";
import { plainColumn } from "../plain-column.ts";

const invalid = expect.objectContaining({ code: "tables/invalid-column" });
const words = ["alpha", null, "", "Größe", "alpha", "🧠"];

describe("makeUtf8Vector", () => {
  test("holds what strings say, missing ones too", () => {
    const vector = makeUtf8Vector(words);
    expect([...vector]).toEqual(words);
    expect(vector.nullCount).toBe(1);
  });

  test("shares the bytes it is given", () => {
    const bytes = new TextEncoder().encode("abc");
    const vector = makeUtf8Vector({ bytes, offsets: new Int32Array([0, 1, 3]), validity: new Uint8Array([1, 0]) });
    expect([...vector]).toEqual(["a", null]);
    expect(textBytes(vector).bytes.buffer).toBe(bytes.buffer);
  });

  test.each([
    ["descend", [0, 2, 1]],
    ["end beyond the bytes", [0, 2, 4]],
    ["are none", []],
  ])("refuses offsets that %s", (_, offsets) => {
    const text = { bytes: new Uint8Array(3), offsets: new Int32Array(offsets) };
    expect(() => makeUtf8Vector(text)).toThrow(invalid);
  });

  test("keeps any strings", () => {
    const strings = fc.array(fc.option(fc.string({ unit: "grapheme" }), { nil: null }), { maxLength: 40 });
    fc.assert(
      fc.property(strings, (values) => {
        expect(textValues(makeUtf8Vector(values))).toEqual(values);
      }),
    );
  });
});

describe("dictionaryColumn", () => {
  test("collects the values of plain text", () => {
    expect(dictionaryColumn(makeUtf8Vector(words))).toEqual({
      codes: new Int32Array([0, -1, 1, 2, 0, 3]),
      values: ["alpha", "", "Größe", "🧠"],
    });
  });

  test("shares the codes of a vector made of codes", () => {
    const codes = new Int32Array([1, -1, 0]);
    const column = dictionaryColumn(makeDictionaryVector(codes, ["a", "b"]));
    expect(column.codes).toBe(codes);
    expect(column.values).toEqual(["a", "b"]);
  });

  test("widens narrow codes and marks the missing ones", () => {
    const type = new Dictionary(new Utf8(), new Int8());
    const vector = vectorFromArray(["x", null, "y", "x"], type);
    expect(dictionaryColumn(vector)).toEqual({ codes: new Int32Array([0, -1, 1, 0]), values: ["x", "y"] });
  });

  test("answers at once when asked again", () => {
    const vector = makeUtf8Vector(words);
    expect(dictionaryColumn(vector)).toBe(dictionaryColumn(vector));
  });

  test("tells apart a hundred thousand values", () => {
    const values = Array.from({ length: 100_000 }, (_, i) => `id ${i}`);
    const column = dictionaryColumn(makeUtf8Vector([...values, ...values]));
    expect(column.values).toEqual(values);
    expect(column.codes[150_000]).toBe(50_000);
  });

  test("refuses numbers", () => {
    expect(() => dictionaryColumn(makeNumberVector(new Int32Array(1)))).toThrow(invalid);
  });
});

describe("textValue", () => {
  test.each([
    ["plain", makeUtf8Vector(words)],
    ["codes", makeDictionaryVector(new Int32Array([0, -1, 1, 2, 0, 3]), ["alpha", "", "Größe", "🧠"])],
  ])("reads one row of %s", (_, vector) => {
    expect(Array.from(words, (__, row) => textValue(vector, row) ?? null)).toEqual(words);
    expect(textValue(vector, 6)).toBeUndefined();
    expect(textValue(vector, -1)).toBeUndefined();
  });
});

describe("textBytes", () => {
  test("writes codes out", () => {
    const { bytes, offsets, validity } = textBytes(makeDictionaryVector(new Int32Array([1, -1, 0, 1]), ["a", "bc"]));
    expect(new TextDecoder().decode(bytes)).toBe("bcabc");
    expect([...offsets]).toEqual([0, 2, 2, 3, 5]);
    expect([...validity!]).toEqual([1, 0, 1, 1]);
  });
});

describe("makeNumberVector", () => {
  test.each([
    ["Int8", new Int8Array([1, -2])],
    ["Int16", new Int16Array([1, -2])],
    ["Int32", new Int32Array([1, -2])],
    ["Int64", new BigInt64Array([1n, -2n])],
    ["Uint8", new Uint8Array([1, 2])],
    ["Uint16", new Uint16Array([1, 2])],
    ["Uint32", new Uint32Array([1, 2])],
    ["Uint64", new BigUint64Array([1n, 2n ** 64n - 1n])],
    ["Float32", new Float32Array([1, 2])],
    ["Float64", new Float64Array([1, 2])],
  ])("makes %s of its array, without a copy", (type, values) => {
    const vector = makeNumberVector(values, { validity: new Uint8Array([1, 0]) });
    expect(String(vector.type)).toBe(type);
    expect(columnValues(vector)).toEqual({ values, validity: new Uint8Array([1, 0]) });
    expect(columnValues(vector).values.buffer).toBe(values.buffer);
  });

  test("refuses validity of another length", () => {
    expect(() => makeNumberVector(new Int32Array(2), { validity: new Uint8Array(3) })).toThrow(invalid);
  });
});

describe("columnValues", () => {
  test("gives booleans as bytes, dates as days, times in whole units", () => {
    expect(columnValues(makeBoolVector(new Uint8Array([1, 0, 5]))).values).toEqual(new Uint8Array([1, 0, 1]));
    expect(columnValues(makeDateVector(new Int32Array([-1]))).values).toEqual(new Int32Array([-1]));
    const times = makeTimestampVector(new BigInt64Array([5n]), { unit: "ns" });
    expect(columnValues(times).values).toEqual(new BigInt64Array([5n]));
  });

  test("begins where a slice begins", () => {
    const flags = makeBoolVector(new Uint8Array([1, 0, 0, 1, 1, 0, 1, 0, 1, 1]), {
      validity: new Uint8Array([1, 1, 1, 0, 1, 1, 1, 1, 1, 1]),
    });
    const { values, validity } = columnValues(flags.slice(3, 9));
    expect([...values]).toEqual([1, 1, 0, 1, 0, 1]);
    expect([...validity!]).toEqual([0, 1, 1, 1, 1, 1]);
  });

  test("refuses text", () => {
    expect(() => columnValues(makeUtf8Vector(["a"]))).toThrow(invalid);
  });
});

const samples = [
  makeUtf8Vector(["a", null, "ccc", "d"]),
  makeDictionaryVector(new Int32Array([1, -1, 0, 1]), ["x", "y"], { ordered: true }),
  makeNumberVector(new BigInt64Array([1n, 2n, -3n, 4n]), { validity: new Uint8Array([1, 0, 1, 1]) }),
  makeNumberVector(new Uint16Array([1, 2, 3, 65535])),
  makeBoolVector(new Uint8Array([1, 0, 1, 1]), { validity: new Uint8Array([1, 0, 1, 1]) }),
  makeTimestampVector(new BigInt64Array([1n, 2n, 3n, 4n]), { unit: "us" }),
] as const;

describe.each(samples.map((vector) => [String(vector.type), vector] as const))("rows of %s", (_, vector) => {
  const all = plainColumn(vector);

  test("are taken in any order, twice, and −1 for none", () => {
    const rows = new Int32Array([3, -1, 0, 0, 1]);
    const taken = takeRows(vector, rows);
    expect(plainColumn(taken)).toEqual(Array.from(rows, (row) => (row < 0 ? null : all[row])));
    expect(String(taken.type)).toBe(String(vector.type));
  });

  test.each([4, -2])("are not taken at %i", (row) => {
    expect(() => takeRows(vector, new Int32Array([row]))).toThrow(invalid);
  });

  test("are joined in one chunk, slices too", () => {
    const joined = concatVectors([vector, vector.slice(1, 3), vector]);
    expect(joined.data).toHaveLength(1);
    expect(plainColumn(joined)).toEqual([...all, ...all.slice(1, 3), ...all]);
  });
});

describe("concatVectors", () => {
  test("merges dictionaries, and text that has none", () => {
    const joined = concatVectors([makeDictionaryVector(new Int32Array([0, -1]), ["a"]), makeUtf8Vector(["b", "a"])]);
    expect(dictionaryColumn(joined)).toEqual({ codes: new Int32Array([0, -1, 1, 0]), values: ["a", "b"] });
  });

  test("refuses different types, and nothing", () => {
    expect(() => concatVectors([makeNumberVector(new Int32Array(1)), makeNumberVector(new Float64Array(1))])).toThrow(
      invalid,
    );
    expect(() => concatVectors([])).toThrow(invalid);
  });
});

describe("makeDictionaryVector", () => {
  test.each([2, -2])("refuses the code %i into two values", (code) => {
    expect(() => makeDictionaryVector(new Int32Array([code]), ["a", "b"])).toThrow(invalid);
  });
});

describe("makeTable", () => {
  test("refuses columns of different lengths", () => {
    const short = makeNumberVector(new Int32Array(1));
    expect(() => makeTable({ a: makeNumberVector(new Int32Array(2)), b: short })).toThrow(invalid);
  });

  test("keeps the order of columns", () => {
    const n = makeNumberVector(new Int32Array(1));
    const table = makeTable(
      new Map([
        ["2", n],
        ["1", n],
      ]),
    );
    expect(table.schema.fields.map(({ name }) => name)).toEqual(["2", "1"]);
  });
});
