import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTablesError, openParquetBytes } from "../../src/index.ts";
import { fixtureBytes, parquetFixtures } from "../fixtures.ts";

/** Where in a file a byte is changed: in its footer as often as in its pages, which are the larger part. */
interface Edit {
  readonly inFooter: boolean;
  /** As a fraction of the part. */
  readonly at: number;
  readonly bytes: readonly number[];
}

const edits = fc.array(
  fc.record<Edit>({
    inFooter: fc.boolean(),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    bytes: fc.array(fc.oneof(fc.constantFrom(0, 0x7f, 0x80, 0xff), fc.nat(255)), { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function damage(
  file: Uint8Array<ArrayBuffer>,
  all: readonly Edit[],
  cutAt: number | undefined,
): Uint8Array<ArrayBuffer> {
  const bytes = file.slice();
  const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  const pages = bytes.length - 8 - footer;
  for (const { inFooter, at, bytes: values } of all) {
    const start = inFooter ? pages + Math.floor(at * footer) : Math.floor(at * pages);
    bytes.set(values.slice(0, bytes.length - 8 - start), start);
  }
  return cutAt === undefined ? bytes : bytes.slice(0, Math.floor(cutAt * bytes.length));
}

describe.each(parquetFixtures)("%s.parquet, damaged", (name) => {
  const file = fixtureBytes(name);

  test("reads, or fails with an error of this package", async () => {
    const cut = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 12 });
    await fc.assert(
      fc.asyncProperty(edits, cut, async (all, cutAt) => {
        try {
          const opened = await openParquetBytes(damage(file, all, cutAt));
          const table = await opened.readColumns();
          expect(table.numRows).toBe(opened.numRows);
        } catch (error) {
          expect(isTablesError(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
