import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isStoreError, keySegments } from "../../src/store/index.ts";

describe("keySegments", () => {
  test.each([
    ["a", ["a"]],
    ["alf/#2024-05-06#/spikes.times.npy", ["alf", "#2024-05-06#", "spikes.times.npy"]],
    ["..a/b..c/...", ["..a", "b..c", "..."]],
    ["a b/%2e%2e/é😀", ["a b", "%2e%2e", "é😀"]],
    ["1:/a", ["1:", "a"]],
  ])("splits %j", (key, parts) => {
    expect(keySegments(key)).toEqual(parts);
  });

  test.each([
    ["", "is empty"],
    ["/a", "is absolute"],
    ["//host/share", "is absolute"],
    ["C:", "begins with a drive letter"],
    ["c:/windows", "begins with a drive letter"],
    ["a\\..\\b", "contains a back slash"],
    ["a\0.npy", "contains a NUL"],
    ["a/\udc00", "contains half a surrogate pair"],
    ["..", 'contains "." or ".." as a part'],
    ["a/./b", 'contains "." or ".." as a part'],
    ["a/../../b", 'contains "." or ".." as a part'],
    ["a/", "contains an empty part"],
    ["a//b", "contains an empty part"],
  ])("refuses %j because it %s", (key, reason) => {
    expect(() => keySegments(key)).toThrow(expect.objectContaining({ code: "store/invalid-key", key, reason }));
  });

  const piece = fc.constantFrom("..", ".", "", "a", "C:", "\\", "\0", "#r#", "%2e", "\ud83d", "é");
  const anyKey = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((parts) => parts.join("/")),
    fc.array(piece).map((parts) => parts.join("")),
  );

  test("either refuses a key with its own error or gives parts that spell it and stay below any folder", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        let parts: readonly string[];
        try {
          parts = keySegments(key);
        } catch (error) {
          expect(isStoreError(error, "store/invalid-key")).toBe(true);
          return;
        }
        expect(parts.join("/")).toBe(key);
        const url = new URL("http://h/a/b/");
        url.pathname += parts.map(encodeURIComponent).join("/");
        expect(url.pathname.split("/").slice(0, 3)).toEqual(["", "a", "b"]);
        expect(url.pathname.split("/").slice(3).map(decodeURIComponent)).toEqual(parts);
      }),
      { numRuns: 2000 },
    );
  });

  test("accepts every key of proper parts", () => {
    const part = fc.stringMatching(/^[\p{L}\p{N}_#.\- ]+$/u).filter((text) => !/^\.\.?$/.test(text));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        expect(keySegments(parts.join("/"))).toEqual(parts);
      }),
    );
  });
});
