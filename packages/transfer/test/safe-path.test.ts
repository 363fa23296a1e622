import { join, sep } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTransferError, safeSegments } from "../src/index.ts";

describe("safe paths", () => {
  test.each([
    "a",
    "alf/probe00/#2024-05-06#/_ibl_spikes.times.npy",
    ".hidden",
    "a b/c&d",
    "ü/日本語/😀",
    "console.log",
    "..a/...b",
    "com/lpt/aux-1",
  ])("%j is one", (path) => {
    expect(safeSegments(path).join("/")).toBe(path);
  });

  test.each([
    ["", "is empty"],
    ["/etc/passwd", "is absolute"],
    ["//server/share", "is absolute"],
    ["C:\\x", "begins with a drive letter"],
    ["c:x", "begins with a drive letter"],
    ["a\\..\\b", "contains a back slash"],
    ["\\\\server\\share", "contains a back slash"],
    ["a\0b", "contains a NUL"],
    ["a\ud800", "contains half a surrogate pair"],
    ["..", 'contains ".." as a part'],
    ["a/../../b", 'contains ".." as a part'],
    ["./a", 'contains "." as a part'],
    ["a//b", "contains an empty part"],
    ["a/", "contains an empty part"],
    ["a\nb", "contains a control character"],
    ["a/b:stream", "contains a colon"],
    ["a./b", "has a part that ends with a dot or a space"],
    ["a/b ", "has a part that ends with a dot or a space"],
    ["a/...", "has a part that ends with a dot or a space"],
    ["CON", "contains a device name of Windows"],
    ["a/nul.npy", "contains a device name of Windows"],
    ["Com1.tar.gz", "contains a device name of Windows"],
    ["LPT¹", "contains a device name of Windows"],
  ])("%j is none: it %s", (path, reason) => {
    expect(() => safeSegments(path)).toThrow(expect.objectContaining({ code: "transfer/unsafe-path", path, reason }));
  });

  test("whatever is let through stays in its folder and means the same on every system", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "C:", "nul", "a.", "#x#"), fc.string({ unit: "binary" }));
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(path, (text) => {
        let segments: readonly string[];
        try {
          segments = safeSegments(text);
        } catch (error) {
          return isTransferError(error, "transfer/unsafe-path");
        }
        const joined = join("/root", ...segments);
        return joined.startsWith(`/root${sep}`) && joined.slice(6).split(sep).join("/") === text;
      }),
      { numRuns: 2000 },
    );
  });
});
