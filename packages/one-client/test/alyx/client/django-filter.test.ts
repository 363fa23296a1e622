import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDjangoFilter, type DjangoConditions, djangoFilter, isAlyxError } from "../../../src/alyx/index.ts";
import { fixtureLines } from "./fixture-lines.ts";

/** Filters that were sent to a real database, with what it made of them. */
const RECORDED = fixtureLines("http_notes_filters.txt").flatMap((line) => {
  const [, text, status, outcome] = /^django= (.*) -> \((\d+), (.*)\)$/.exec(line) ?? [];
  return text === undefined ? [] : [{ text, status: Number(status), outcome: outcome ?? "" }];
});

/** Filters of the above that are not sent: one that the database ran as a program, and one that only begins like it. */
const REFUSED = ["object_id,EID,text,(a),json__name,(a)", "text__regex,("];

describe("Filters that a real database was sent", () => {
  test("are all here", () => {
    expect(RECORDED).toHaveLength(20);
  });

  test.each(RECORDED.map(({ text, outcome }) => [text, outcome]))("%s (%s)", (text, outcome) => {
    const isRefused = REFUSED.includes(text);
    if (isRefused) expect(outcome).toMatch(/is not defined|raised exception/);
    if (isRefused) expect(() => checkDjangoFilter(text)).toThrow("Unsafe value");
    else expect(() => checkDjangoFilter(text)).not.toThrow();
  });
});

describe("djangoFilter", () => {
  test.each<[DjangoConditions, string]>([
    [{}, ""],
    [{ session__isnull: true, json: null, lab: undefined }, "session__isnull,True,json,None"],
    [{ "~qc": 50, number: -3, weight: 1.5 }, "~qc,50,number,-3,weight,1.5"],
    [{ name__in: ["a", "b, c", "it's"] }, `name__in,['a', 'b, c', "it's"]`],
    [{ pk__in: [] }, "pk__in,[]"],
    [{ id__in: [1, null, true, "1"] }, "id__in,[1, None, True, '1']"],
    [{ text: "raster plot", name: "" }, "text,raster plot,name,"],
  ])("writes %j as %s", (conditions, text) => {
    expect(djangoFilter(conditions)).toBe(text);
    expect(() => checkDjangoFilter(text)).not.toThrow();
  });

  test.each<DjangoConditions>([
    { text: "a,b" },
    { text: "(__import__('os'))" },
    { text: "[1]" },
    { text: "a)" },
    { text: "123" },
    { text: "1.5" },
    { text: "." },
    { text: "None" },
    { text: "tRUE" },
    { text: " a" },
    { text: "a\nb" },
    { text: Number.NaN },
    { name__in: ["a'], text, (evil"] },
    { name__in: ["a\u0000"] },
    { name__in: [Number.POSITIVE_INFINITY] },
    { "a,b": "c" },
    { "": "c" },
  ])("refuses %j", (conditions) => {
    let error: unknown;
    try {
      djangoFilter(conditions);
    } catch (caught) {
      error = caught;
    }
    expect(isAlyxError(error, "alyx/unsafe-filter")).toBe(true);
  });

  const scalar = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."[](),'\"\\ a1.") }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
  const conditions = fc.dictionary(fc.stringMatching(/^~?[a-z_]{1,6}$/), fc.oneof(scalar, fc.array(scalar)));

  test("writes nothing that the database would run, whatever it is given", () => {
    fc.assert(
      fc.property(conditions, (given) => {
        let text: string;
        try {
          text = djangoFilter(given);
        } catch (error) {
          return isAlyxError(error, "alyx/unsafe-filter");
        }
        checkDjangoFilter(text);
        return true;
      }),
      { numRuns: 2000 },
    );
  });
});

describe("checkDjangoFilter", () => {
  test.each([
    "a,(1+1)",
    "a,[x for x in y]",
    "a,(b)",
    "a,[print()]",
    "a, (b)",
    "a,b,c,[__import__('os').system('x')]",
    "a,['x' 'y'.z]",
    "a,[f'{x}']",
    "a,[b], c",
    "a,(",
    "a,[[1]]",
    "a,('x', open('y'))",
    "a,['b'],c,('d'],e,(evil)",
  ])("refuses %s", (text) => {
    expect(() => checkDjangoFilter(text)).toThrow("Unsafe value of django filter");
  });

  test.each([
    "",
    "a",
    "a,b",
    "a__in,['a', 'b']",
    "a__in,('a',)",
    'a,["x"],b,[1, -2.5, None, True]',
    "a,[]",
    "a,x(1)",
    "a,b [c,d] e",
  ])("lets %s pass", (text) => {
    expect(() => checkDjangoFilter(text)).not.toThrow();
  });
});
