import { describe, expect, test } from "vitest";
import { decodeNpy, encodeNpy, isNpyError, type NpyVersion, ndArray } from "../../src/npy/index.ts";
import { errorOf } from "../error-of.ts";
import { describeArray, fixture, fixtureJson, type GoldenCase } from "./golden.ts";

const cases = fixtureJson<GoldenCase[]>("cases.json");

describe("encodeNpy", () => {
  test.each(cases.filter(({ exact }) => exact).map((golden) => [golden.file, golden] as const))(
    "writes %s byte for byte as numpy.save does",
    (file, { fortran, version }) => {
      const bytes = fixture(file);
      const fortranOrder = fortran === true || file === "structured-fortran.npy";
      const encoded = encodeNpy(decodeNpy(bytes), { fortranOrder, version: version as NpyVersion | undefined });
      expect(Buffer.from(encoded)).toEqual(Buffer.from(bytes));
    },
  );

  test.each(cases.map(({ file }) => [file]))("writes what it reads back the same: %s", (file) => {
    const array = decodeNpy(fixture(file));
    expect(describeArray(decodeNpy(encodeNpy(array)))).toEqual(describeArray(array));
    expect(describeArray(decodeNpy(encodeNpy(array, { fortranOrder: true })))).toEqual(describeArray(array));
  });

  test("takes a typed array alone, or with a shape and a dtype", () => {
    expect(
      Buffer.from(
        encodeNpy(
          Int16Array.from({ length: 12 }, (_, i) => i),
          { shape: [3, 4] },
        ),
      ),
    ).toEqual(Buffer.from(fixture("matrix.npy")));
    expect(Buffer.from(encodeNpy(Uint8Array.of(1, 0, 1), { dtype: "bool" }))).toEqual(Buffer.from(fixture("bool.npy")));
    expect(decodeNpy(encodeNpy(["a", "bc"])).shape).toEqual([2]);
  });

  test("rounds to half precision as NumPy does", () => {
    const singles = decodeNpy(fixture("rounding-float32.npy"));
    if (singles.kind !== "array") throw new TypeError("expected an array");
    const encoded = encodeNpy({ ...singles, dtype: "float16" });
    expect(Buffer.from(encoded).equals(Buffer.from(fixture("rounding-float16.npy")))).toBe(true);
  });

  test.each([
    ["too few elements for the shape", () => ndArray(new Float64Array(3), { shape: [2, 2] })],
    ["a class that cannot hold the dtype", () => ndArray(new Float64Array(3), { dtype: "int64" })],
    ["a dtype that is none", () => ndArray(new Float64Array(3), { dtype: "float128" as "float64" })],
    ["a negative length", () => ndArray(new Float64Array(0), { shape: [-1, 0] })],
    ["an odd number of parts of complex numbers", () => ndArray(new Float64Array(3), { dtype: "complex128" })],
    ["missing text", () => encodeNpy(["a", null])],
    ["numbers among byte strings", () => encodeNpy(["a"], { dtype: "bytes" })],
    [
      "a field of another length",
      () => encodeNpy({ kind: "structured", shape: [2], fields: new Map([["a", ndArray(new Float64Array(3))]]) }),
    ],
  ])("refuses %s", async (_, action) => {
    expect(isNpyError(await errorOf(action), "npy/invalid-array")).toBe(true);
  });

  test("refuses names of fields that the version asked for cannot hold", () => {
    expect(() => encodeNpy(decodeNpy(fixture("structured-unicode.npy")), { version: "1.0" })).toThrow(/Latin-1/);
    expect(() => encodeNpy(decodeNpy(fixture("structured-wide.npy")), { version: "1.0" })).toThrow(/2\.0/);
    expect(Buffer.from(encodeNpy(decodeNpy(fixture("structured-wide.npy"))))).toEqual(
      Buffer.from(fixture("structured-wide.npy")),
    );
  });
});
