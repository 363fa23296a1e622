import { type JsonValue } from "@neurophys/alf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkJson } from "../../src/notes/check-json.ts";
import { canonicalObjectId } from "../../src/notes/object-id.ts";
import { isSameFigure } from "../../src/notes/older-notes.ts";

describe("Documents", () => {
  test("of all that JSON has words for pass", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => checkJson(value as JsonValue)).not.toThrow();
      }),
    );
  });

  test("with one value that JSON has no word for are refused, wherever it is", () => {
    const bad = fc.constantFrom<unknown>(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      Symbol("x"),
      () => 1,
      new Date(0),
      new Set(),
    );
    const place = fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat({ max: 3 })), { maxLength: 5 });
    fc.assert(
      fc.property(fc.jsonValue(), bad, place, (other, wrong, path) => {
        const document = path.reduceRight<unknown>((inner, step) => {
          if (typeof step === "string") return { other, [step]: inner };
          return [...new Array<unknown>(step).fill(other), inner];
        }, wrong);
        expect(() => checkJson(document as JsonValue)).toThrow(
          expect.objectContaining({ code: "snapshot/unwritable-json" }),
        );
      }),
    );
  });

  test("that hold themselves are refused, those that hold one thing twice pass", () => {
    const shared = { a: 1 };
    checkJson([shared, shared]);
    const loop: Record<string, JsonValue> = {};
    loop["self"] = [loop];
    expect(() => checkJson(loop)).toThrow("a record that holds itself at $.self[0]");
  });

  test("may leave fields out", () => {
    expect(() => checkJson({ a: undefined } as unknown as JsonValue)).not.toThrow();
  });
});

test("An id is the same record in whatever form it is written", () => {
  const forms = fc.constantFrom<(id: string) => string>(
    (id) => id,
    (id) => id.toUpperCase(),
    (id) => id.replaceAll("-", ""),
    (id) => `{${id}}`,
    (id) => `urn:uuid:${id}`,
  );
  fc.assert(
    fc.property(fc.uuid({ version: 4 }), forms, (id, form) => {
      expect(canonicalObjectId(form(id))).toBe(id);
    }),
  );
  fc.assert(
    fc.property(fc.uuid({ version: [1, 3, 5, 7] }), forms, (id, form) => {
      expect(() => canonicalObjectId(form(id))).toThrow("version 4 UUID");
    }),
  );
});

test.each<[string, JsonValue, string, JsonValue, boolean]>([
  ["a", { name: "a" }, "a", null, true],
  ["a", { name: "a" }, "a", { name: "b" }, true],
  ["a", { name: "b" }, "a", { name: "b" }, true],
  ["a", { name: "b" }, "a", { name: "c" }, false],
  ["a", { name: "b" }, "a", null, false],
  ["a", null, "a", null, false],
  ["a", ["a"], "a", ["a"], false],
  ["a", { name: null }, "a", { name: null }, false],
  ["a", { name: 5 }, "a", { name: 5 }, false],
  ["b", { name: "a" }, "a", { name: "a" }, false],
  ["", { name: "" }, "", null, true],
])("A note %j %j is of the figure %j %j: %s", (text, json, newText, newJson, isSame) => {
  expect(isSameFigure({ text, json }, { text: newText, json: newJson })).toBe(isSame);
});
