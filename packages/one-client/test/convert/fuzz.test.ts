import { isDataError } from "@neurophys/alf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dict2ref, isExpRef, path2ref, path2refText, ref2dict, ref2strings } from "../../src/index.ts";
import { fixtureRecords } from "../fixture-tables.ts";
import { fixtureOne } from "../one-of-tables.ts";

const date = fc.constantFrom("2020-01-01", "2021-06-30", "2020-13-45", "20200101", "2020-1-1");
const word = fc.constantFrom("AL001", "be-002", "G.7", "é", "", "..", "#r#", "Subjects", "a b", "\u{1F42D}");
const number = fc.constantFrom("1", "001", "01", "100", "0001", "x", "");
const separator = fc.constantFrom("/", "\\", "_", "//", "");
const piece = fc.oneof(date, word, number, separator, fc.uuid(), fc.string({ unit: "binary", maxLength: 6 }));

/** Texts that look like paths, references, ids and nothing. */
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.tuple(word, separator, date, separator, number).map((pieces) => pieces.join("")),
  fc.tuple(date, number, word).map((pieces) => pieces.join("_")),
  fc.string({ unit: "binary", maxLength: 80 }),
);

const one = fixtureOne();
const EIDS = new Set(fixtureRecords.sessions.map((session) => session.id));

/** Run a conversion; only errors of these packages may come out. */
async function attempt<T>(run: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!isDataError(error)) throw error;
    return undefined;
  }
}

test("toEid gives a session of the table, an id that was in the text, nothing, or one of its own errors", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (input) => {
      const eid = await attempt(() => one.toEid(input));
      if (eid !== undefined && !EIDS.has(eid)) expect(input.endsWith(eid)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

/** Objects with the fields of sessions and references, holding anything. */
const fields = fc.record(
  Object.fromEntries(
    ["subject", "date", "start_time", "number", "sequence", "lab"].map((name) => [
      name,
      fc.oneof(fc.constantFrom("AL001", "2020-01-01", 1, null, "1", new Date(0), new Date(Number.NaN)), fc.anything()),
    ]),
  ),
  { requiredKeys: [] },
);

test("toEid takes any value without another error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fields, fc.anything()), async (input) => {
      await attempt(() => one.toEid(input as never));
    }),
    { numRuns: 3000 },
  );
});

test("path2eid, path2record and eid2path never fail in another way", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (input) => {
      await attempt(() => one.path2eid(input));
      await attempt(() => one.path2record(input));
      await attempt(() => one.eid2path(input));
    }),
    { numRuns: 1000 },
  );
});

test("a reference that a path gives is one that can be read back", () => {
  fc.assert(
    fc.property(text, (input) => {
      const written = path2refText(input);
      // A path may hold a date that no calendar has: then there is text, and no reference.
      const day = written?.slice(0, 10);
      if (day !== undefined && !new Date(day).toJSON()?.startsWith(day)) {
        expect(() => path2ref(input)).toThrow("a day that exists");
        return;
      }
      const reference = path2ref(input);
      expect(written === undefined).toBe(reference === undefined);
      if (reference === undefined || written === undefined) return;
      expect(Number.isInteger(reference.sequence)).toBe(true);
      expect(ref2dict(written)).toEqual(reference);
      expect(dict2ref(ref2strings(written))).toBe(written);
    }),
    { numRuns: 3000 },
  );
});

test("references of sessions are recognised and give the session back", async () => {
  for (const { id } of fixtureRecords.sessions) {
    const reference = await one.eid2refText(id);
    expect(isExpRef(reference)).toBe(true);
    expect(await one.toEid(reference)).toBe(id);
    expect(await one.toEid(await one.eid2ref(id))).toBe(id);
    expect(await one.toEid((await one.eid2path(id)) as string)).toBe(id);
  }
});
