import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyFromUrl } from "../../src/alyx/key-from-url.ts";
import { restCacheName } from "../../src/alyx/rest-cache-name.ts";
import { sha1Hex } from "../../src/alyx/sha1.ts";
import { updateUrlParams } from "../../src/alyx/url-params.ts";

describe("keyFromUrl", () => {
  test.each([
    ["https://sub.domain.org/", "sub.domain.org"],
    ["http://www.domain.org/db/?rest=True", "www.domain.org_db__rest_true"],
    ["https://alyx.x.org:8000", "alyx.x.org_8000"],
    ["HTTPS://A.B", "https___a.b"],
    ["ftp://a b--c", "ftp___a-b-c"],
    ["https://a.org//", "a.org"],
    ["https://ａ.org/é", "a.org_é"],
  ])("files %s under %s", (url, key) => {
    expect(keyFromUrl(url)).toBe(key);
  });

  test("gives a key back as it is", () => {
    fc.assert(fc.property(fc.webUrl(), (url) => keyFromUrl(keyFromUrl(url)) === keyFromUrl(url)));
  });
});

describe("updateUrlParams", () => {
  test.each([
    ["website.com/?q=", { pg: 5 }, "website.com/?pg=5"],
    ["website.com?q=xxx", { pg: 5, foo: ["bar", "baz"] }, "website.com?q=xxx&pg=5&foo=bar&foo=baz"],
    ["/path?a=foo bar", { b: "#2020-01-03#,x" }, "/path?a=foo+bar&b=%232020-01-03%23%2Cx"],
    ["/path", {}, "/path"],
    ["/p?a=1&b=2", { a: 3 }, "/p?a=3&b=2"],
    ["/p?a=%231", { limit: 10 }, "/p?limit=10#1"],
    ["/p?a=1&a=2&=3&c", { d: true, e: null, f: [] }, "/p?a=1&a=2&=3&d=True&e=None"],
    ["HTTP://A.org/x?y=%7E'()*!", {}, "http://A.org/x?y=~%27%28%29%2A%21"],
    ["/p?q=%E4%BD%A0%ff", {}, "/p?q=%E4%BD%A0%EF%BF%BD"],
  ])("%s with %j is %s", (url, params, expected) => {
    expect(updateUrlParams(url, params)).toBe(expected);
  });

  test("writes what a URL parser reads back", () => {
    const names = fc.stringMatching(/^[a-z]{1,8}$/);
    const values = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(fc.dictionary(names, values), (params) => {
        const { searchParams } = new URL(updateUrlParams("https://h/p", params));
        expect(Object.fromEntries(searchParams)).toEqual({ ...params });
      }),
    );
  });
});

describe("restCacheName", () => {
  test.each([
    ["/insertions/b529f2d8-cdae-4d59-aba2-cbd1b5572e36", "f530d6022f61cdc9e38cc66beb3cb71f3003c9a1"],
    ["/endpoint?id=5", "64b5b3476c015e04ee7c4753606b5e967325d34a"],
  ])("%s is cached as %s", (query, name) => {
    expect(restCacheName(query)).toBe(name);
  });

  test("is SHA-1 for messages of any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(sha1Hex(bytes)).toBe(createHash("sha1").update(bytes).digest("hex"));
      }),
    );
  });
});
