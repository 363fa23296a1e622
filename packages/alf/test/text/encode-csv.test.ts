import { describe, expect, test } from "vitest";
import { type AlfTable, type NdArray } from "../../src/ndarray.ts";
import { ndArray } from "../../src/npy/index.ts";
import { decodeCsv, encodeCsv, isTextError } from "../../src/text/index.ts";
import { formatPythonFloat } from "../../src/text/python-float.ts";
import { errorOf } from "../error-of.ts";
import { fixtureJson } from "./golden.ts";

const written = fixtureJson<{ csv: string; ssv: string; lone: string; floats: [number, string][] }>("written.json");

function tableOf(columns: Readonly<Record<string, NdArray>>): AlfTable {
  const entries = Object.entries(columns).map(([name, values]) => [name, { values }] as const);
  return { kind: "table", rowCount: entries[0]?.[1].values.shape[0] ?? 0, columns: new Map(entries) };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

const EVERY_KIND = tableOf({
  i: ndArray(BigInt64Array.of(1n, -2n, 3n)),
  f: ndArray(Float64Array.of(1, Number.NaN, 1e-5)),
  g: ndArray(Float64Array.of(1e16, 1.5e300, -0)),
  h: ndArray(Float64Array.of(123456789.123, 1e15, Number.POSITIVE_INFINITY)),
  s: ndArray(['a,"b"', null, " c\nd"]),
  b: ndArray(Uint8Array.of(1, 0, 1), { dtype: "bool" }),
  f4: ndArray(Float32Array.of(0.1, -123.456, 1e-20)),
  u: ndArray(BigUint64Array.of(2n ** 64n - 1n, 0n, 1n)),
  t: ndArray(BigInt64Array.of(1714979289123456789n, -(2n ** 63n), -500000000n), { dtype: "datetime64[ns]" }),
  "q,": ndArray(["x", "y z", ""]),
});

describe("encodeCsv", () => {
  test("writes every kind of column as pandas does", () => {
    expect(textOf(encodeCsv(EVERY_KIND))).toBe(written.csv);
    expect(textOf(encodeCsv(EVERY_KIND, { delimiter: " " }))).toBe(written.ssv);
  });

  test("quotes a lone missing value, whose line would be blank", () => {
    expect(textOf(encodeCsv(tableOf({ a: ndArray(["x", null]) })))).toBe(written.lone);
  });

  test("leaves out what the validity says is missing, and the header line if asked", () => {
    const values = ndArray(Uint8Array.of(1, 0), { dtype: "bool" });
    const columns = new Map([
      ["a", { values, validity: Uint8Array.of(1, 0) }],
      ["b", { values }],
    ]);
    expect(textOf(encodeCsv({ kind: "table", rowCount: 2, columns }, { header: false }))).toBe("True,True\n,False\n");
  });

  test.each([
    ["datetime64[D]", 19849n, "2024-05-06"],
    ["datetime64[s]", -1n, "1969-12-31 23:59:59"],
    ["datetime64[ms]", 1n, "1970-01-01 00:00:00.001"],
  ] as const)("writes times of %s", (dtype, value, text) => {
    expect(textOf(encodeCsv(tableOf({ a: ndArray(BigInt64Array.of(value), { dtype }) }), { header: false }))).toBe(
      `${text}\n`,
    );
  });

  test("writes what it reads back the same, in pieces too", () => {
    const data = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i) * 10 ** (i % 40));
    const table = decodeCsv(encodeCsv(tableOf({ a: ndArray(data), b: ndArray(Array.from(data, (_, i) => `t${i}"`)) })));
    expect(table.columns.get("a")?.values.data).toEqual(data);
    expect(table.columns.get("b")?.values.data[99_999]).toBe('t99999"');
  });

  test.each([
    ["columns of unequal length", tableOf({ a: ndArray(["x"]), b: ndArray(["x", "y"]) })],
    ["columns of two dimensions", tableOf({ a: ndArray(new Float64Array(4), { shape: [2, 2] }) })],
    ["complex numbers", tableOf({ a: ndArray(new Float64Array(2), { dtype: "complex128" }) })],
  ])("refuses %s", async (_, table) => {
    expect(isTextError(await errorOf(() => encodeCsv(table)), "text/unwritable-value")).toBe(true);
  });
});

describe("formatPythonFloat", () => {
  test("writes the digits and the form of Python's repr", () => {
    expect(written.floats.map(([value]) => formatPythonFloat(value))).toEqual(written.floats.map(([, text]) => text));
  });
});
