import { describe, expect, test } from "vitest";
import { ifRangeOf, isSameVersion, parseContentPlace, versionOf } from "../../src/http/file-version.ts";

const none = { etag: undefined, lastModified: undefined, totalBytes: undefined };

describe("two answers", () => {
  test.each([
    ["equal tags", { etag: '"a"' }, { etag: '"a"' }, true],
    ["equal tags, one of them weak", { etag: '"a"' }, { etag: 'W/"a"' }, true],
    ["unequal tags and equal dates", { etag: '"a"', lastModified: "x" }, { etag: '"b"', lastModified: "x" }, false],
    ["equal tags and unequal dates", { etag: '"a"', lastModified: "x" }, { etag: '"a"', lastModified: "y" }, false],
    ["equal tags and unequal sizes", { etag: '"a"', totalBytes: 1 }, { etag: '"a"', totalBytes: 2 }, false],
    ["equal dates", { lastModified: "x" }, { lastModified: "x", etag: '"b"' }, true],
    ["equal sizes and nothing else", { totalBytes: 1 }, { totalBytes: 1 }, false],
    ["nothing in common", { etag: '"a"' }, { lastModified: "x" }, false],
  ])("with %s", (_what, a, b, expected) => {
    expect(isSameVersion({ ...none, ...a }, { ...none, ...b })).toBe(expected);
    expect(isSameVersion({ ...none, ...b }, { ...none, ...a })).toBe(expected);
  });
});

test.each([
  [{ etag: '"a"', lastModified: "x" }, '"a"'],
  [{ etag: 'W/"a"', lastModified: "x" }, "x"],
  [{ etag: 'W/"a"' }, undefined],
  [{}, undefined],
])("the condition for %j is %s", (version, expected) => {
  expect(ifRangeOf({ ...none, ...version })).toBe(expected);
});

test.each([
  ["bytes 5-9/10", { firstByte: 5, lastByte: 9, totalBytes: 10 }],
  ["Bytes 5-9/*", { firstByte: 5, lastByte: 9, totalBytes: undefined }],
  ["bytes */10", { firstByte: undefined, lastByte: undefined, totalBytes: 10 }],
  ["bytes=5-9", undefined],
  ["", undefined],
  [null, undefined],
])("Content-Range %j", (text, expected) => {
  expect(parseContentPlace(text)).toEqual(expected);
});

test.each([
  [200, { "Content-Length": "10" }, 10],
  [200, { "Content-Length": "10", "Content-Encoding": "identity" }, 10],
  [200, { "Content-Length": "10", "Content-Encoding": "gzip" }, undefined],
  [200, { "Content-Length": "x" }, undefined],
  [200, {}, undefined],
  [206, { "Content-Length": "5", "Content-Range": "bytes 5-9/10" }, 10],
  [206, { "Content-Length": "5", "Content-Range": "bytes 5-9/*" }, undefined],
])("the size of a file by an answer %i with %j", (status, headers, expected) => {
  expect(versionOf(new Response("", { status, headers: headers as Record<string, string> })).totalBytes).toBe(expected);
});
