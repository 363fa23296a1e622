import { expect, test } from "vitest";
import {
  ALF_PARTS,
  collectionSpec,
  describe as describeAlf,
  FILE_SPEC,
  FULL_SPEC,
  PART_DESCRIPTIONS,
  pathPattern,
  regex,
  SESSION_SPEC,
  specPattern,
} from "../../src/filter/index.ts";
import { vectors } from "../vectors.ts";

test.each(vectors("misc", "collection_spec"))("$id: folders of $args are $result", ({ args, result }) => {
  const [collection, revision] = args as [string | null, string | null];
  expect(collectionSpec(collection ?? undefined, revision ?? undefined)).toBe(result);
});

test("the readable pattern is the reference's, stray colons included", () => {
  expect(pathPattern()).toBe(
    "(lab/Subjects/)subject/date/number/(collection/)(#revision#/)_namespace_object.attribute(:_timescale)(:.extra).extension",
  );
});

test("a pattern has one group a part, in order, in Python's syntax", () => {
  expect(specPattern(FILE_SPEC, { namespace: "a", lab: "unused", object: undefined })).toBe(
    String.raw`_?(?P<namespace>a)?_?(?P<object>\w+)\.(?P<attribute>(?:_[a-z]+_)?[a-zA-Z0-9]+(?:_times(?=[_.])|_intervals(?=[_.]))?)(?:_(?P<timescale>\w+))?(?:\.(?P<extra>[.\w-]+))*\.(?P<extension>\w+)$`,
  );
  expect([...specPattern(FULL_SPEC).matchAll(/\?P<(\w+)>/g)].map(([, part]) => part)).toEqual(ALF_PARTS);
});

test("the expression searches and takes other patterns for parts", () => {
  expect(regex(SESSION_SPEC, { subject: "AL\\d+" }).exec("x/AL01/2020-01-01/001/alf")?.groups).toMatchObject({
    subject: "AL01",
    number: "001",
  });
  expect(regex().test("lab/Subjects/s/2020-01-01/001/alf/#r#/a.b.c")).toBe(true);
});

test.each([
  ["override", () => regex(FILE_SPEC, { foo: "x" })],
  ["placeholder", () => regex("{foo}")],
])("an unknown part as %s is named with the known ones", (_, call) => {
  expect(call).toThrow(expect.objectContaining({ code: "alf/unknown-name", input: "foo", candidates: ALF_PARTS }));
});

test("the description marks a part under the pattern and wraps its text", () => {
  const [pattern, marks, empty, title, ...text] = describeAlf("attribute", 40).split("\n");
  expect(pattern).toBe(pathPattern());
  expect(marks?.indexOf("^")).toBe(pattern?.indexOf("attribute"));
  expect(marks).toHaveLength(pattern?.length ?? 0);
  expect(marks?.trim()).toBe("^^^^^^^^^");
  expect([empty, title]).toEqual(["", "ATTRIBUTE"]);
  expect(Math.max(...text.map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(text.join(" ")).toBe(PART_DESCRIPTIONS.attribute);
});

test("the description without a part has all thirteen", () => {
  const lines = describeAlf().split("\n");
  expect(Object.keys(PART_DESCRIPTIONS)).toHaveLength(13);
  for (const part of Object.keys(PART_DESCRIPTIONS)) expect(lines).toContain(part.toUpperCase());
  expect(describeAlf("lab", 3).split("\n")[3]).toBe("LAB");
  expect(() => describeAlf("foo")).toThrow(expect.objectContaining({ code: "alf/unknown-name" }));
});
