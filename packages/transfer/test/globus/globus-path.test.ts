import { describe, expect, test } from "vitest";
import { asGlobusPath, endpointPath } from "../../src/index.ts";

describe("a path as Globus writes it", () => {
  test.each([
    ["/foo/bar/baz.ext", undefined, "/foo/bar/baz.ext"],
    ["E:\\FlatIron\\integration", undefined, "/E/FlatIron/integration"],
    ["E:/FlatIron/integration", "/home", "/E/FlatIron/integration"],
    ["e:\\", undefined, "/e"],
    ["foo/bar", "/home/a", "/home/a/foo/bar"],
    ["foo\\bar", "C:\\data", "/C/data/foo/bar"],
    ["foo/bar", undefined, "foo/bar"],
  ])("%s in %s is %s", (path, cwd, expected) => {
    expect(asGlobusPath(path, cwd)).toBe(expected);
  });
});

describe("a path on an endpoint", () => {
  test.each([
    ["s/alf", "/mnt/data", "/mnt/data/s/alf"],
    ["s/alf", "/mnt/data/", "/mnt/data/s/alf"],
    ["/mnt/data/s", "/mnt/data", "/mnt/data/s"],
    ["/mnt/data", "/mnt/data", "/mnt/data"],
    ["/mnt/database/s", "/mnt/data", "/mnt/data/mnt/database/s"],
    ["/s", "/mnt/data", "/mnt/data/s"],
    ["/s", undefined, "/s"],
    ["s", "/", "/s"],
    ["s", "C:\\data", "/C/data/s"],
  ])("%s below %s is %s", (path, root, expected) => {
    expect(endpointPath(path, root)).toBe(expected);
  });

  test.each([
    ["s", undefined],
    ["s", "data"],
    ["../s", "/mnt/data"],
    ["a\\..\\..\\s", "/mnt/data"],
  ])("%s below %s is refused", (path, root) => {
    expect(() => endpointPath(path, root)).toThrow(
      expect.objectContaining({ code: "transfer/invalid-globus-address" }),
    );
  });
});
