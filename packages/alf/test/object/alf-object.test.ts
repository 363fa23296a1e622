import { describe, expect, test } from "vitest";
import { type DataWarning } from "../../src/index.ts";
import {
  appendObjects,
  arrayAttribute,
  checkDimensions,
  createObject,
  listShapes,
  tableAttribute,
} from "../../src/object/index.ts";
import { array, floats, table, zeros } from "../objects.ts";
import { expected, outcome, vectors } from "../vectors.ts";

const shaped = (shapes: Record<string, number[]>): ReturnType<typeof createObject> =>
  createObject(Object.entries(shapes).map(([name, shape]) => [name, zeros(...shape)]));

describe("numbers of rows", () => {
  test.each(vectors("dims", "check_dimensions"))("$id: $args gives $result (compat)", (vector) => {
    const object = shaped(vector.args[0] as Record<string, number[]>);
    expect(outcome(vector, () => (checkDimensions(object, { compat: true }) ? 0 : 1))).toEqual(expected(vector));
  });

  test.each<[Record<string, number[]>, boolean, boolean]>([
    [{ a: [10], timestamps: [3, 2] }, true, false],
    [{ a: [10], timestamps: [2, 3] }, false, false],
    [{ a: [10], timestamps: [10, 1] }, true, true],
    [{ a: [10], timestamps: [2, 2, 1] }, false, false],
    [{ a: [10], x_timestamps: [2, 2] }, false, false],
    [{ a: [0], b: [1] }, false, false],
  ])("%j fit: %s, in Python: %s", (shapes, plain, compat) => {
    expect(checkDimensions(shaped(shapes))).toBe(plain);
    expect(checkDimensions(shaped(shapes), { compat: true })).toBe(compat);
  });

  test("count tables and not what has no rows", () => {
    const object = createObject([
      ["a", table({ x: floats([1, 2]) })],
      ["b", floats([1, 2])],
      ["c", { kind: "json", value: [1, 2, 3] }],
      ["d", undefined],
    ]);
    expect(checkDimensions(object)).toBe(true);
    expect(listShapes(object)).toEqual({ a: [2, 1], b: [2] });
  });

  test("a single value fits; Python stops there (only with compat)", () => {
    const object = createObject([
      ["a", floats([1], [])],
      ["b", floats([1, 2])],
    ]);
    expect(checkDimensions(object)).toBe(true);
    expect(() => checkDimensions(object, { compat: true })).toThrow(
      expect.objectContaining({ code: "alf/reference-defect", pythonClass: "IndexError" }),
    );
  });
});

describe("appending", () => {
  test("puts rows after rows and leaves both objects as they were", () => {
    const first = createObject([
      ["a", floats([1, 2, 3, 4], [2, 2])],
      ["b", { kind: "json", value: [1] }],
    ]);
    const second = createObject([
      ["a", floats([5, 6], [1, 2])],
      ["b", { kind: "json", value: [2] }],
    ]);
    const both = appendObjects(first, second);
    expect(both["a"]).toEqual(floats([1, 2, 3, 4, 5, 6], [3, 2]));
    expect(both["b"]).toEqual({ kind: "json", value: [1, 2] });
    expect(first["a"]).toEqual(floats([1, 2, 3, 4], [2, 2]));
  });

  test("an empty object takes the other's attributes", () => {
    const object = createObject([["a", floats([1])]]);
    expect(appendObjects(createObject([]), object)).toEqual(object);
    expect(appendObjects(object, createObject([]))).toEqual(object);
  });

  test("keeps a common type, and takes floats for two", () => {
    const pair = (
      a: Parameters<typeof createObject>[0] extends Iterable<readonly [string, infer V]> ? V : never,
      b: typeof a,
    ) => appendObjects(createObject([["a", a]]), createObject([["a", b]]))["a"];
    expect(pair(array("int64", BigInt64Array.of(1n)), array("int64", BigInt64Array.of(2n)))).toEqual(
      array("int64", BigInt64Array.of(1n, 2n)),
    );
    expect(pair(array("int64", BigInt64Array.of(1n)), floats([0.5]))).toEqual(floats([1, 0.5]));
    expect(pair(array("string", ["x"]), array("string", ["y"]))).toEqual(array("string", ["x", "y"]));
    expect(() => pair(array("string", ["x"]), floats([1]))).toThrow(
      expect.objectContaining({ code: "alf/argument-type" }),
    );
    expect(() => pair(floats([1, 2], [1, 2]), floats([1, 2, 3], [1, 3]))).toThrow(
      expect.objectContaining({ code: "alf/shape-mismatch" }),
    );
  });

  test("warns about what stays and about rows that no longer fit", () => {
    const warnings: DataWarning[] = [];
    const object = createObject([
      ["a", floats([1, 2])],
      ["t", table({ x: floats([1, 2]) })],
    ]);
    const result = appendObjects(object, object, { onWarning: (warning) => warnings.push(warning) });
    expect(result["t"]).toBe(object["t"]);
    expect(warnings.map(({ code }) => code)).toEqual(["alf/not-appended", "alf/inconsistent-dimensions"]);
    expect(warnings[1]?.message).toContain("(4),\ta");
  });

  test("needs the same attributes in both", () => {
    expect(() => appendObjects(createObject([["a", floats([1])]]), createObject([["b", floats([1])]]))).toThrow(
      expect.objectContaining({ code: "alf/attribute-mismatch", attribute: "a" }),
    );
  });
});

describe("attributes", () => {
  const object = createObject([
    ["times", floats([1])],
    ["table", table({})],
    ["__proto__", floats([2])],
  ]);

  test("come as what is asked for", () => {
    expect(arrayAttribute(object, "times")).toEqual(floats([1]));
    expect(tableAttribute(object, "table").rowCount).toBe(0);
  });

  test("may have any name", () => {
    expect(arrayAttribute(object, "__proto__")).toEqual(floats([2]));
    expect(() => arrayAttribute(object, "toString")).toThrow(expect.objectContaining({ found: undefined }));
  });

  test("of another kind are refused, naming it", () => {
    expect(() => arrayAttribute(object, "table")).toThrow(
      expect.objectContaining({ code: "alf/attribute-mismatch", attribute: "table", found: "table" }),
    );
    expect(() => tableAttribute(object, "times")).toThrow(expect.objectContaining({ found: "array" }));
  });
});
