import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlfTable, type JsonValue } from "../../src/ndarray.ts";
import { ndArray } from "../../src/npy/index.ts";
import { decodeCsv, decodeJson, decodeJsonLines, encodeCsv, encodeJson, isTextError } from "../../src/text/index.ts";
import { parseFloatField } from "../../src/text/parse-float.ts";
import { errorOf } from "../error-of.ts";
import { bytesOf, describeColumn, fixtureJson, type TableCase } from "./golden.ts";

const tables = fixtureJson<TableCase[]>("tables.json").map(({ text }) => text);
const json = Object.values(fixtureJson<Record<string, unknown>>("written.json")).filter(
  (text) => typeof text === "string",
);

/** Texts put together from pieces of real ones, and bytes that are no text. */
function anyBytes(texts: readonly string[], pieces: readonly string[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const part = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4, unit: "binary" }));
  const mixed = fc.array(part, { maxLength: 40 }).map((parts) => bytesOf(parts.join("")));
  const cut = fc.tuple(fc.constantFrom(...texts), fc.nat(80), fc.nat(255)).map(([text, at, byte]) => {
    const bytes = bytesOf(text);
    if (at < bytes.length) bytes[at] = byte;
    return bytes.slice(0, bytes.length - (byte % 3));
  });
  return fc.oneof(
    mixed,
    cut,
    fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes)),
  );
}

async function expectOwnError(action: () => unknown): Promise<void> {
  const error = await errorOf(action);
  if (error !== undefined && !isTextError(error)) throw error;
}

const CSV_PIECES = [
  "a",
  "1",
  "-1.5",
  "9223372036854775808",
  "NaN",
  "True",
  ",",
  ",",
  "\n",
  "\n",
  "\r",
  "\r\n",
  '"',
  '""',
  " ",
  "\t",
  "é",
  "1e5",
];
const JSON_PIECES = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  '"a"',
  "1",
  "-",
  "NaN",
  "Infinity",
  "null",
  "\n",
  "e5",
  ".5",
  "0",
];
const RUNS = { numRuns: 3000 };

describe("damaged input", () => {
  test("makes decodeCsv throw nothing but its own errors", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBytes(tables, CSV_PIECES),
        fc.constantFrom(",", " ", "\t"),
        fc.boolean(),
        (bytes, delimiter, header) => expectOwnError(() => decodeCsv(bytes, { delimiter, header })),
      ),
      RUNS,
    );
  });

  test("makes decodeJson and decodeJsonLines throw nothing but their own errors", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes(json, JSON_PIECES), async (bytes) => {
        await expectOwnError(() => decodeJson(bytes));
        await expectOwnError(() => decodeJsonLines(bytes));
      }),
      RUNS,
    );
  });
});

/** Decimal text of every length and scale that a field can have. */
const decimalText = fc
  .tuple(
    fc.constantFrom("", "-", "+"),
    fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 26 }),
    fc.option(fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 26 })),
    fc.option(fc.integer({ min: -340, max: 320 })),
  )
  .map(([sign, whole, fraction, exponent]) => {
    return `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`;
  });

describe("numbers", () => {
  test("are rounded as the platform rounds them", () => {
    fc.assert(
      fc.property(fc.oneof(decimalText, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), (text) => {
        const value = Number(text);
        const bytes = bytesOf(`,${text},`);
        const expected = Number.isFinite(value) ? value : Number.NaN;
        expect(parseFloatField(bytes, 1, bytes.length - 1)).toBe(expected);
      }),
      { numRuns: 30_000 },
    );
  });
});

const word = fc
  .string({ unit: fc.constantFrom(..."ab,\"' \né🐭"), minLength: 1, maxLength: 8 })
  .map((text) => `w${text}`);

const table: fc.Arbitrary<AlfTable> = fc
  .array(
    fc.record({
      text: fc.option(word),
      float: fc.double({ noDefaultInfinity: true }),
      int: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((rows) => ({
    kind: "table",
    rowCount: rows.length,
    columns: new Map([
      ['t,"', { values: ndArray(["w", ...rows.slice(1).map(({ text }) => text)]) }],
      ["f", { values: ndArray(Float64Array.from(rows, ({ float }) => float)) }],
      ["i", { values: ndArray(BigInt64Array.from(rows, ({ int }) => int)) }],
    ]),
  }));

describe("round trips", () => {
  test("keep every table", () => {
    fc.assert(
      fc.property(table, fc.constantFrom(",", " ", "\t", ";", "]", "^", "-"), (expected, delimiter) => {
        const found = decodeCsv(encodeCsv(expected, { delimiter }), { delimiter });
        const describeAll = ({ columns }: AlfTable): unknown =>
          [...columns].map(([name, column]) => describeColumn(name, column));
        expect(describeAll(found)).toEqual(describeAll(expected));
      }),
      { numRuns: 1000 },
    );
  });

  test("keep every JSON value", () => {
    const value = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.constant(null), fc.boolean(), fc.double(), fc.string({ unit: "binary" })),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, 2), (expected, indent) => {
        const found = decodeJson(encodeJson(expected, { indent })).value;
        expect(found).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
