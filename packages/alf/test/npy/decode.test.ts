import { describe, expect, test } from "vitest";
import { decodeNpy, isNpyError } from "../../src/npy/index.ts";
import { errorOf } from "../error-of.ts";
import { describeArray, fixture, fixtureJson, type GoldenCase } from "./golden.ts";

const cases = fixtureJson<GoldenCase[]>("cases.json");

/** A version 1.0 file with a header of one's own. */
function npyWith(header: string, data: Uint8Array = new Uint8Array(64)): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(10 + header.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(data, 10 + header.length);
  return bytes;
}

function arrayHeader(descr: string, shape: string): string {
  return `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
}

describe("decodeNpy", () => {
  test.each(cases.map((golden) => [golden.file, golden] as const))("reads %s as NumPy does", (file, golden) => {
    const { file: _file, exact: _exact, fortran: _fortran, version: _version, ...expected } = golden;
    expect(describeArray(decodeNpy(fixture(file)))).toEqual(expected);
  });

  test("reads a header too long for version 1.0", () => {
    const array = decodeNpy(fixture("structured-wide.npy"));
    expect(array.kind === "structured" && array.fields.size).toBe(2600);
  });

  test("gives a view of the bytes where nothing has to be moved", () => {
    const bytes = fixture("float64.npy");
    const array = decodeNpy(bytes);
    expect(array.kind === "array" && (array.data as Float64Array).buffer).toBe(bytes.buffer);
  });

  test("copies where the bytes lie at an odd offset, with the same values", () => {
    const bytes = fixture("float64.npy");
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    expect(describeArray(decodeNpy(shifted))).toEqual(describeArray(decodeNpy(bytes)));
  });

  test("ignores what follows the array", () => {
    const bytes = new Uint8Array(fixture("int16.npy").length + 5);
    bytes.set(fixture("int16.npy"));
    expect(describeArray(decodeNpy(bytes))).toEqual(describeArray(decodeNpy(fixture("int16.npy"))));
  });

  test.each(["refused-object.npy", "refused-object-field.npy"])("refuses %s and says what to do", async (file) => {
    const error = await errorOf(() => decodeNpy(fixture(file), { source: "alf/trials.table.npy" }));
    expect(isNpyError(error, "npy/object-array")).toBe(true);
    expect(String(error)).toContain("alf/trials.table.npy");
    expect(String(error)).toContain("allow_pickle=False");
  });

  test.each(["refused-void.npy", "refused-longdouble.npy"])("refuses %s", async (file) => {
    expect(isNpyError(await errorOf(() => decodeNpy(fixture(file))), "npy/unsupported-dtype")).toBe(true);
  });

  test.each([
    ["2^40 elements", arrayHeader("'<f8'", "(1099511627776,)")],
    ["2^40 elements of two dimensions", arrayHeader("'<i8'", "(1048576, 1048576)")],
    ["more elements than a float can count", arrayHeader("'|u1'", `(${Array(60).fill(9007199254740991).join(", ")})`)],
    ["2^40 records", arrayHeader("[('a', '<f8')]", "(1099511627776,)")],
  ])("allocates nothing for a header that claims %s", async (_, header) => {
    const error = await errorOf(() => decodeNpy(npyWith(header)));
    expect(isNpyError(error, "npy/truncated")).toBe(true);
  });

  test.each(["'<U0'", "'|S0'", "[('a', '|S0')]"])("refuses 2^40 elements of no bytes: %s", async (descr) => {
    const error = await errorOf(() => decodeNpy(npyWith(arrayHeader(descr, "(1099511627776,)"))));
    expect(isNpyError(error, "npy/invalid-header")).toBe(true);
  });

  test.each([
    ["not a dictionary", "[1, 2]\n", 0],
    ["a key too many", "{'descr': '<f8', 'fortran_order': False, 'shape': (), 'x': 1}\n", 54],
    ["a missing key", "{'descr': '<f8', 'shape': ()}\n", 0],
    ["a call", "{'descr': exit(), 'fortran_order': False, 'shape': ()}\n", 10],
    ["a negative length", arrayHeader("'<f8'", "(-1,)"), 51],
    ["a fraction", arrayHeader("'<f8'", "(1.5,)"), 51],
    ["a length beyond 2^53", arrayHeader("'<f8'", "(9007199254740993,)"), 51],
    ["text without end", "{'descr': '<f8\n", 10],
    ["fields of the same name", arrayHeader("[('a', '<f8'), ('a', '<f8')]", "()"), 25],
    ["text after the dictionary", `${arrayHeader("'<f8'", "()").trim()} x`, 56],
    ["a bottomless nesting", "(".repeat(60_000), 65],
  ])("refuses %s and says where", async (_, header, position) => {
    const error = await errorOf(() => decodeNpy(npyWith(header)));
    expect(isNpyError(error, "npy/invalid-header") && error.position).toBe(position);
  });

  test.each([
    ["nothing", new Uint8Array(0), "npy/truncated"],
    ["half a magic string", Uint8Array.of(0x93, 0x4e), "npy/truncated"],
    ["text", new TextEncoder().encode("time,value\n"), "npy/not-npy"],
    ["version 4.0", Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 4, 0, 0, 0), "npy/unsupported-version"],
    ["version 2.0 cut in its length", Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0), "npy/truncated"],
    [
      "a header of 4 GB",
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255),
      "npy/invalid-header",
    ],
    ["a file cut in its header", fixture("float64.npy").slice(0, 60), "npy/truncated"],
    ["a file cut in its data", fixture("float64.npy").slice(0, -1), "npy/truncated"],
  ] as const)("refuses %s", async (_, bytes, code) => {
    expect(isNpyError(await errorOf(() => decodeNpy(bytes as Uint8Array<ArrayBuffer>)), code)).toBe(true);
  });
});
