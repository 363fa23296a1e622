import { describe, expect, test } from "vitest";
import { AlfPath, ensureAlfPath } from "../../src/path/index.ts";
import { expected, outcome, type VectorCase, vectors } from "../vectors.ts";

const CAMEL = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Call the method or read the property that a recorded case names. */
function call({ args: [path, name, ...rest], kwargs }: VectorCase, compat: boolean): unknown {
  const subject = new AlfPath(path as string, { compat }) as unknown as Record<string, unknown>;
  const withLab = kwargs?.["include_lab"] === true || (name === "session_path_short" && rest[0] === true);
  const member = withLab ? "sessionPathShortWithLab" : CAMEL(name as string);
  const value = subject[member];
  if (typeof value !== "function") return value;
  return (value as (...values: unknown[]) => unknown).call(
    subject,
    ...(withLab ? [] : rest),
    ...(kwargs ? [kwargs] : []),
  );
}

const FILE = "/r/lab/Subjects/s/1900-01-01/001/alf/#2020-01-01#/obj.attr.ext";

describe("AlfPath", () => {
  test.each(vectors("alfpath"))("$id: $args gives $result $error (compat)", (vector) => {
    expect(outcome(vector, () => call(vector, true))).toEqual(expected(vector));
  });

  test.each(vectors("alfpath").filter(({ error }) => error !== "TypeError"))(
    "$id: $args gives $result $error",
    (vector) => {
      expect(outcome(vector, () => call(vector, false))).toEqual(expected(vector));
    },
  );

  test("changes the first session where the reference's pure paths stop with TypeError", () => {
    const path = new AlfPath("/a/2020-01-01/1/b/2021-01-01/2/x.y.z");
    expect(String(path.withSubject("foo"))).toBe("/foo/2020-01-01/1/b/2021-01-01/2/x.y.z");
    expect(String(path.withDate("2020-01-02"))).toBe("/a/2020-01-02/1/b/2021-01-01/2/x.y.z");
    expect(() => path.withDate(new Date(Number.NaN))).toThrow(
      expect.objectContaining({ code: "alf/invalid-argument" }),
    );
    expect(String(path.withDate(new Date(Date.UTC(2020, 0, 2))))).toBe("/a/2020-01-02/1/b/2021-01-01/2/x.y.z");
    expect(String(path.withSequence(2))).toBe("/a/2020-01-01/002/b/2021-01-01/2/x.y.z");
    expect(String(path.withSequence(" 02 "))).toBe("/a/2020-01-01/002/b/2021-01-01/2/x.y.z");
  });

  test.each([
    [FILE, "c", "/r/lab/Subjects/s/1900-01-01/001/c/#2020-01-01#/obj.attr.ext"],
    [FILE, "/c/d/", "/r/lab/Subjects/s/1900-01-01/001/c/d/#2020-01-01#/obj.attr.ext"],
    [FILE, "", "/r/lab/Subjects/s/1900-01-01/001/#2020-01-01#/obj.attr.ext"],
    [FILE, "../x", "/r/lab/Subjects/s/1900-01-01/001/../x/#2020-01-01#/obj.attr.ext"],
    ["/r/s/1900-01-01/001/#r#", "c", "/r/s/1900-01-01/001/c/#r#"],
    ["/r/s/1900-01-01/001/a/b", "c", "/r/s/1900-01-01/001/c"],
    ["/r/s/1900-01-01/001/a/b", ".", "/r/s/1900-01-01/001"],
    ["/r/s/1900-01-01/001/a.b.c", "c", "/r/s/1900-01-01/001/c/a.b.c"],
    ["/r/s/1900-01-01/001", "c//d", "/r/s/1900-01-01/001/c/d"],
    ["/r/s/1900-01-01/001/x/#r#/sub/a.b.c", "c", "/r/s/1900-01-01/001/c/#r#/sub/a.b.c"],
  ])("%s with collection %j is %s", (path, collection, result) => {
    expect(String(new AlfPath(path).withCollection(collection))).toBe(result);
  });

  test.each([
    ["/r/s/1900-01-01/001/#r#/alf", "alf/invalid"],
    ["/r/s/1900-01-01/001/al f", "alf/invalid"],
    ["s/2020-1-1/1/a.b.c", "alf/invalid"],
    ["s/2020-01-01/1234/a.b.c", "alf/invalid"],
    ["alf/a.b.c", "alf/invalid-argument"],
  ])("%s takes no collection: %s", (path, code) => {
    expect(() => new AlfPath(path).withCollection("c")).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ["a b", "alf/invalid-argument"],
    ["", "alf/invalid-argument"],
  ])("subject %j is refused", (subject, code) => {
    expect(() => new AlfPath(FILE).withSubject(subject)).toThrow(expect.objectContaining({ code }));
  });

  test.each([-1, 2.5, 1000, "2.0", "", "x"])("sequence %j is refused", (sequence) => {
    expect(() => new AlfPath(FILE).withSequence(sequence)).toThrow(
      expect.objectContaining({ code: "alf/invalid-argument" }),
    );
  });

  test("knows a lab without a session", () => {
    expect(String(new AlfPath("/r/lab/Subjects/x/y").withoutLab())).toBe("/r/x/y");
    expect(String(new AlfPath("/r/l-b/Subjects/s").withoutLab())).toBe("/r/l-/s");
    expect(String(new AlfPath("lab/Subjects").withoutLab())).toBe("lab/Subjects");
    expect(String(new AlfPath("a/Subjects/b/Subjects/s").relativeToLab())).toBe("b/Subjects/s");
    expect(() => new AlfPath("lab/Subjects").relativeToLab()).toThrow(expect.objectContaining({ argument: "path" }));
  });

  test("has no leading slash where the lab is missing; Python has (only with compat)", () => {
    expect(new AlfPath("s/2020-01-01/1").sessionPathShortWithLab()).toBe("s/2020-01-01/1");
    expect(new AlfPath("s/2020-01-01/1", { compat: true }).sessionPathShortWithLab()).toBe("/s/2020-01-01/1");
    expect(new AlfPath(FILE).sessionPathShortWithLab()).toBe("lab/s/1900-01-01/001");
    expect(new AlfPath("x").sessionPathShortWithLab()).toBeUndefined();
  });

  test.each([
    ["_trials.x.npy", "withObject", ["foo"], "_trial_foo.x.npy"],
    ["_trials.x.npy", "withNamespace", ["ns"], "_ns_s.x.npy"],
    ["_trials.x.npy", "withAttribute", ["foo"], "_trials.foo.npy"],
    ["__a.b.c", "withNamespace", [""], "a.b.c"],
    ["__a.b.c", "withTimescale", ["t"], "__a.b_t.c"],
    ["a.b.c", "withExtra", [".a.b."], "a.b.a.b.c"],
    ["a.b.c", "withExtra", [["", "b.c"]], "a.b.b.c.c"],
    ["a.b.d.c", "withExtra", ["z.y", { append: true }], "a.b.d.z.y.c"],
    ["a.b.d.c", "withExtra", ["", { append: true }], "a.b.d.c"],
    ["a._phy_ids_clk.npy", "withAttribute", ["a_b"], "a.a_b_clk.npy"],
    ["/a.b.c", "withExtension", [".z"], "/a.b..z"],
    ["/r/foo.ext", "withoutUuid", [], "/r/foo.ext"],
  ])("%s: %s(%j) is %s", (path, method, args, result) => {
    const subject = new AlfPath(path) as unknown as Record<string, (...args: unknown[]) => AlfPath>;
    expect(String(subject[method]?.(...args))).toBe(result);
  });

  test.each(["withObject", "withNamespace", "withAttribute", "withTimescale", "withExtra", "withExtension"])(
    "%s never leads into another folder",
    (method) => {
      const subject = new AlfPath("/r/a.b_c.d") as unknown as Record<string, (name: string) => AlfPath>;
      expect(() => subject[method]?.("../x")).toThrow(expect.objectContaining({ code: "alf/invalid-argument" }));
    },
  );

  test("takes Windows' separators and drops what adds nothing", () => {
    expect(String(new AlfPath(String.raw`C:\data\lab\Subjects\s\2020-01-01\001\alf\a.b.c`).relativeToLab())).toBe(
      "s/2020-01-01/001/alf/a.b.c",
    );
    expect(["./a/../b//c/", "//a/b", "///a", ".", ""].map((path) => String(new AlfPath(path)))).toEqual([
      "a/../b/c",
      "//a/b",
      "/a",
      ".",
      ".",
    ]);
  });

  test("has the pieces of a path", () => {
    const path = new AlfPath("/r/a.b.tar.gz");
    expect([path.name, path.stem, path.suffix, String(path.parent), path.parts]).toEqual([
      "a.b.tar.gz",
      "a.b.tar",
      ".gz",
      "/r",
      ["/", "r", "a.b.tar.gz"],
    ]);
    expect(String(path.parent.joinpath("x", "y.z"))).toBe("/r/x/y.z");
    expect(JSON.stringify({ path })).toBe('{"path":"/r/a.b.tar.gz"}');
  });

  test("stays the same object when ensured", () => {
    const path = ensureAlfPath("a/b");
    expect(ensureAlfPath(path)).toBe(path);
    expect(() => ensureAlfPath(5 as unknown as string)).toThrow(expect.objectContaining({ code: "alf/argument-type" }));
  });
});
