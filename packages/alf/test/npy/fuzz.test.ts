import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type NdArray } from "../../src/ndarray.ts";
import {
  decodeNpy,
  decodeNpz,
  decodeSparseNpz,
  encodeNpy,
  encodeNpz,
  isNpyError,
  ndArray,
} from "../../src/npy/index.ts";
import { parsePythonLiteral } from "../../src/npy/python-literal.ts";
import { readZipDirectory } from "../../src/npy/zip-directory.ts";
import { errorOf } from "../error-of.ts";
import { describeArray, fixture, fixtureJson, type GoldenCase } from "./golden.ts";

const npyFiles = fixtureJson<GoldenCase[]>("cases.json").map(({ file }) => fixture(file));
const archives = ["stored.npz", "deflated.npz", "single.npz", "structured.npz"].map(fixture);
const sparseFiles = ["coo.sparse_npz", "gcxs.sparse_npz", "gcxs-vector.sparse_npz"].map(fixture);

/** Real files with some bytes changed and the end cut off. */
function damaged(files: readonly Uint8Array<ArrayBuffer>[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999_999, noNaN: true }), fc.nat(255)), { maxLength: 6 });
  return fc
    .tuple(fc.constantFrom(...files), changes, fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }))
    .map(([file, edits, kept]) => {
      const bytes = file.slice(0, kept === null ? file.length : Math.floor(kept * file.length));
      for (const [where, byte] of edits) if (bytes.length > 0) bytes[Math.floor(where * bytes.length)] = byte;
      return bytes;
    });
}

function anyBytes(files: readonly Uint8Array<ArrayBuffer>[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes));
  const npyStart = noise.map((bytes) => Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...bytes));
  return fc.oneof({ weight: 8, arbitrary: damaged(files) }, noise, npyStart);
}

/** Pieces that headers are made of, in any order. */
const headerText = fc
  .array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      ",",
      ":",
      " ",
      "'",
      '"',
      "\\",
      "'descr'",
      "'<f8'",
      "'|O'",
      "'|V3'",
      "'<U3'",
      "'fortran_order'",
      "True",
      "False",
      "'shape'",
      "3",
      "1099511627776",
      "-",
      "None",
      "L",
      "u'",
      "\\x4",
      "\\U00110000",
      "é",
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

async function expectOwnError(action: () => unknown): Promise<void> {
  const error = await errorOf(action);
  if (error !== undefined && !isNpyError(error)) throw error;
}

const RUNS = { numRuns: 3000 };

describe("damaged input", () => {
  test("makes decodeNpy throw nothing but its own errors", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes(npyFiles), (bytes) => expectOwnError(() => decodeNpy(bytes))),
      RUNS,
    );
  });

  test("makes the header parser throw nothing but its own errors", async () => {
    await fc.assert(
      fc.asyncProperty(headerText, (text) => expectOwnError(() => parsePythonLiteral(text))),
      RUNS,
    );
    await fc.assert(
      fc.asyncProperty(headerText, (text) => {
        const body = new TextEncoder().encode(`{'descr': ${text}, 'fortran_order': False, 'shape': ${text}}`);
        const file = Uint8Array.of(
          0x93,
          0x4e,
          0x55,
          0x4d,
          0x50,
          0x59,
          3,
          0,
          body.length & 255,
          body.length >> 8,
          0,
          0,
          ...body,
        );
        return expectOwnError(() => decodeNpy(file));
      }),
      RUNS,
    );
  });

  test("makes archives throw nothing but their own errors", async () => {
    const readAll = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
      const archive = decodeNpz(bytes, { maxInflatedBytes: 1 << 20 });
      for (const name of archive.names) await expectOwnError(() => archive.get(name));
    };
    await fc.assert(
      fc.asyncProperty(anyBytes(archives), (bytes) => expectOwnError(() => readAll(bytes))),
      { numRuns: 1500 },
    );
    await fc.assert(
      fc.asyncProperty(anyBytes(archives), (bytes) => expectOwnError(() => readZipDirectory(bytes))),
      RUNS,
    );
  });

  test("makes sparse arrays throw nothing but their own errors", async () => {
    const decode = (bytes: Uint8Array<ArrayBuffer>): Promise<void> => expectOwnError(() => decodeSparseNpz(bytes));
    await fc.assert(fc.asyncProperty(anyBytes(sparseFiles), decode), { numRuns: 500 });
  });
});

const shapes = fc.array(fc.nat(5), { maxLength: 4 });

function filled(
  shape: readonly number[],
  { dtype, make }: { dtype: NdArray["dtype"]; make: (n: number) => NdArray["data"] },
): NdArray {
  const count = shape.reduce((product, length) => product * length, 1);
  return ndArray(make(dtype.startsWith("complex") ? 2 * count : count), { shape, dtype });
}

const makers = fc.constantFrom<{ dtype: NdArray["dtype"]; make: (n: number) => NdArray["data"] }>(
  { dtype: "int8", make: (n) => Int8Array.from({ length: n }, (_, i) => i * 37) },
  { dtype: "float32", make: (n) => Float32Array.from({ length: n }, (_, i) => i / 3) },
  { dtype: "uint64", make: (n) => BigUint64Array.from({ length: n }, (_, i) => BigInt(i) << 50n) },
  { dtype: "complex128", make: (n) => Float64Array.from({ length: n }, (_, i) => -i / 7) },
  { dtype: "datetime64[us]", make: (n) => BigInt64Array.from({ length: n }, (_, i) => BigInt(-i)) },
  { dtype: "string", make: (n) => Array.from({ length: n }, (_, i) => "é🐭x".slice(0, i % 4 === 2 ? 1 : i % 4)) },
);

describe("round trips", () => {
  test("keep every array in either order, alone, as a field, and in an archive", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, makers, fc.boolean(), async (shape, maker, fortranOrder) => {
        const array = filled(shape, maker);
        const expected = describeArray(array);
        expect(describeArray(decodeNpy(encodeNpy(array, { fortranOrder })))).toEqual(expected);
        const outer = shape.slice(0, 1);
        const record = {
          kind: "structured" as const,
          shape: outer,
          fields: new Map([
            ["it's", array],
            ["b", array],
          ]),
        };
        const decoded = decodeNpy(encodeNpy(record, { fortranOrder }));
        expect(describeArray(decoded)).toEqual(describeArray(record));
        const archive = decodeNpz(await encodeNpz({ array }, { compress: fortranOrder }));
        expect(describeArray(await archive.get("array"))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
