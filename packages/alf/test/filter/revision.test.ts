import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterRevisionLastBefore, indexLastBefore, splitRevision } from "../../src/filter/index.ts";
import { compareText, type DataWarning } from "../../src/index.ts";
import { anyText } from "../any-text.ts";
import { expected, outcome, type VectorCase, vectors } from "../vectors.ts";

function choose({ args }: VectorCase, compat: boolean, warnings: DataWarning[] = []): string[] {
  const [given, revision, assertUnique, assertConsistent] = args as [
    [string, number | null][],
    string | null,
    boolean,
    boolean,
  ];
  const rows = given.map(([relPath, flag]) => ({ relPath, defaultRevision: flag === null ? undefined : flag === 1 }));
  const onWarning = (warning: DataWarning): unknown => warnings.push(warning);
  const options = { assertUnique, assertConsistent, compat, onWarning };
  return filterRevisionLastBefore(rows, revision ?? undefined, options).map((i) => rows[i]?.relPath ?? "");
}

describe("choosing revisions", () => {
  test.each(vectors("revision"))("$id: rows, order and warnings are the reference's with compat", (vector) => {
    const warnings: DataWarning[] = [];
    expect(outcome(vector, () => choose(vector, true, warnings))).toEqual(expected(vector));
    expect(warnings.map(({ category, message }) => ({ category, message }))).toEqual(vector.warnings ?? []);
  });

  test.each(vectors("revision"))("$id: without compat the same rows stay in table order", (vector) => {
    const found = outcome(vector, () => choose(vector, false));
    const order = (vector.args[0] as [string, unknown][]).map(([path]) => path);
    const wanted = expected(vector);
    expect(found).toEqual(
      wanted.error === undefined
        ? { result: (wanted.result as string[]).toSorted((a, b) => order.indexOf(a) - order.indexOf(b)) }
        : wanted,
    );
  });

  test("a dataset without a choice brings no warning", () => {
    const warnings: DataWarning[] = [];
    const rows = [{ relPath: "alf/a.b.c" }];
    filterRevisionLastBefore(rows, undefined, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([]);
  });

  test("a path that is no dataset's is refused", () => {
    expect(() => filterRevisionLastBefore([{ relPath: "notes.txt" }])).toThrow(
      expect.objectContaining({ code: "alf/invalid" }),
    );
  });

  test.each(vectors("util", "index_last_before"))("$id: index for $args is $result", (vector) => {
    const [revisions, revision] = vector.args as [string[], string | null];
    expect(outcome(vector, () => indexLastBefore(revisions, revision ?? undefined))).toEqual(expected(vector));
  });

  test.each([
    ["alf/#2020-01-01#/a.b.c", "alf/a.b.c", "2020-01-01"],
    ["#r#/a.b.c", "a.b.c", "r"],
    ["alf/a.b.c", "alf/a.b.c", ""],
    ["alf/#a.b.c", "alf/#a.b.c", ""],
  ])("%s is %s in revision %j", (path, key, revision) => {
    expect(splitRevision(path)).toEqual({ key, revision });
  });
});

test("texts are ordered by code point", () => {
  const byCodePoints = (a: string, b: string): number => {
    const [x, y] = [Array.from(a), Array.from(b)].map((text) => text.map((char) => char.codePointAt(0) ?? 0));
    const at = x?.findIndex((code, i) => code !== y?.[i]) ?? -1;
    if (at < 0) return (x?.length ?? 0) - (y?.length ?? 0);
    return (x?.[at] ?? 0) - (y?.[at] ?? -1);
  };
  fc.assert(
    fc.property(anyText(), anyText(), (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Math.sign(byCodePoints(a, b)));
    }),
  );
  expect(compareText("\ufb00", "😀")).toBeLessThan(0);
});
