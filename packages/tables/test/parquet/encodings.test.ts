import fc from "fast-check";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import { describe, expect, test } from "vitest";
import { decodeByteArrays } from "../../src/parquet/byte-slices.ts";
import { decodeDelta } from "../../src/parquet/delta.ts";
import { lz4Decompress, lz4HadoopDecompress } from "../../src/parquet/lz4.ts";
import { decodeRuns } from "../../src/parquet/rle.ts";
import { snappyDecompress } from "../../src/parquet/snappy.ts";
import { checkThriftStruct } from "../../src/parquet/thrift.ts";
import { areAllUtf8 } from "../../src/parquet/utf8.ts";
import { ByteBuffer } from "../../src/write/byte-buffer.ts";
import { encodeRuns } from "../../src/write/encode-runs.ts";

const bytes = fc.uint8Array({ maxLength: 200 });

describe("decodeRuns", () => {
  test("undoes encodeRuns for values of any width", () => {
    const widthAndValues = fc.integer({ min: 1, max: 31 }).chain((width) => {
      const value = fc.integer({ min: 0, max: 2 ** width - 1 });
      const run = fc.tuple(value, fc.integer({ min: 1, max: 30 })).map(([v, n]) => Array<number>(n).fill(v));
      return fc.tuple(
        fc.constant(width),
        fc.array(run, { maxLength: 30 }).map((runs) => Int32Array.from(runs.flat())),
      );
    });
    fc.assert(
      fc.property(widthAndValues, ([width, values]) => {
        const buffer = new ByteBuffer(8);
        encodeRuns(values, width, buffer);
        const out = new Int32Array(values.length);
        decodeRuns(buffer.bytes, width, out);
        expect(out).toEqual(values);
      }),
    );
  });

  test("ends, whatever the bytes", () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 40 }), (encoded, width) => {
        try {
          decodeRuns(encoded, width, new Int32Array(100));
        } catch (error) {
          expect(error).toMatchObject({ message: expect.any(String) });
        }
      }),
    );
  });

  test("does not believe a run of two billion values", () => {
    const out = new Int32Array(3);
    decodeRuns(new Uint8Array([0xfe, 0xff, 0xff, 0xff, 0x0f, 7]), 3, out);
    expect([...out]).toEqual([7, 7, 7]);
  });
});

describe("decodeDelta", () => {
  test.each([true, false])("ends, whatever the bytes (64 bits: %s)", (wide) => {
    fc.assert(
      fc.property(bytes, (encoded) => {
        try {
          expect(decodeDelta(encoded, new Int32Array(64), wide)).toBeLessThanOrEqual(encoded.length);
        } catch (error) {
          expect(error).toMatchObject({ message: expect.any(String) });
        }
      }),
    );
  });

  test("refuses blocks of no parts", () => {
    expect(() => decodeDelta(new Uint8Array([0, 0, 4, 0]), new Int32Array(4), false)).toThrow("0 parts");
  });
});

describe("decodeByteArrays", () => {
  test("refuses shared prefixes that make much of little", () => {
    // 64 values: the first of no bytes cannot be the prefix of any.
    const deltas = new Uint8Array([0x80, 1, 4, 64, 0, 2, 0, 0, 0, 0]);
    expect(() => decodeByteArrays(deltas, 64, "DELTA_BYTE_ARRAY")).toThrow();
  });

  test.each(["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"] as const)(
    "of %s keeps within the page, whatever the bytes",
    (encoding) => {
      fc.assert(
        fc.property(bytes, fc.nat(20), (page, count) => {
          try {
            const slices = decodeByteArrays(page, count, encoding);
            for (let i = 0; i < count; i++) {
              expect(slices.starts[i]).toBeLessThanOrEqual(slices.ends[i]!);
              expect(slices.ends[i]).toBeLessThanOrEqual(slices.bytes.length);
            }
          } catch (error) {
            expect(error).toMatchObject({ name: "Error" });
          }
        }),
      );
    },
  );

  test("refuses an encoding of numbers", () => {
    expect(() => decodeByteArrays(new Uint8Array(8), 1, "BYTE_STREAM_SPLIT")).toThrow("BYTE_STREAM_SPLIT");
  });
});

describe("snappyDecompress", () => {
  test("undoes compression", () => {
    const text = fc.array(fc.constantFrom(...[..."abcd"].map((c) => c.repeat(9))), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          text.map((t) => new TextEncoder().encode(t.join(""))),
        ),
        (plain) => {
          const output = new Uint8Array(plain.length);
          snappyDecompress(snappyCompress(plain), output);
          expect(output).toEqual(Uint8Array.from(plain));
        },
      ),
    );
  });

  test.each([
    ["a literal of negative length", [20, 0xfc, 0xf0, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5]],
    ["a copy of nothing", [20, 0x01, 0x00]],
    ["a copy from before the beginning", [20, 0, 1, 0x01, 9]],
    ["another length than announced", [19, 0, 1]],
    ["no bytes", []],
  ])("refuses %s", (_, block) => {
    expect(() => snappyDecompress(new Uint8Array(block), new Uint8Array(20))).toThrow();
  });
});

describe("lz4Decompress", () => {
  test("reads literals and copies that overlap themselves", () => {
    const output = new Uint8Array(16);
    lz4Decompress(new Uint8Array([0x2a, 0x61, 0x62, 2, 0]), output);
    expect(new TextDecoder().decode(output)).toBe("ab".repeat(8));
  });

  test("reads an empty block", () => {
    expect(() => lz4Decompress(new Uint8Array([0]), new Uint8Array(0))).not.toThrow();
  });

  test("reads Hadoop's frames, and blocks without", () => {
    const block = [0x30, 0x61, 0x62, 0x63];
    const framed = new Uint8Array([0, 0, 0, 3, 0, 0, 0, 4, ...block, 0, 0, 0, 3, 0, 0, 0, 4, ...block]);
    const output = new Uint8Array(6);
    lz4HadoopDecompress(framed, output);
    expect(new TextDecoder().decode(output)).toBe("abcabc");
    lz4HadoopDecompress(new Uint8Array(block), output.subarray(0, 3));
  });

  test("ends, whatever the bytes", () => {
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          lz4HadoopDecompress(input, new Uint8Array(64));
        } catch (error) {
          expect(error).toMatchObject({ name: "Error" });
        }
      }),
    );
  });
});

describe("checkThriftStruct", () => {
  test("finds the end of a struct", () => {
    expect(checkThriftStruct(new Uint8Array([0x15, 4, 0x18, 2, 97, 98, 0, 99]), 0)).toBe(7);
  });

  test.each([
    ["a list that ends beyond the data", [0x19, 0xf5, 0xff, 0xff, 0x7f, 0]],
    ["text that ends beyond the data", [0x18, 0xff, 0xff, 0x7f, 0]],
    ["structs that never end", Array<number>(100).fill(0x1c)],
    ["lists within lists", Array<number>(100).fill(0x19)],
    ["numbers that never end", [0x16, ...Array<number>(40).fill(0xff)]],
    ["types Parquet has not", [0x1b, 0]],
  ])("refuses %s", (_, encoded) => {
    expect(() => checkThriftStruct(new Uint8Array(encoded), 0)).toThrow();
  });
});

describe("areAllUtf8", () => {
  test.each([
    ["text", ["abc", "é", "神"], true],
    ["a cut character", [[0x61], [0xc3]], false],
    ["a character cut in two", [[0xc3], [0xa9]], false],
    ["surrogates", [[0xed, 0xa0, 0x80]], false],
  ])("tells %s", (_, parts, expected) => {
    const pieces = parts.map((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part));
    const offsets = new Int32Array(pieces.length + 1);
    pieces.forEach((piece, i) => {
      offsets[i + 1] = offsets[i]! + piece.length;
    });
    expect(areAllUtf8(Uint8Array.from(pieces.flat()), offsets)).toBe(expected);
  });
});
