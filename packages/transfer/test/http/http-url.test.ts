import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { basicAuth, parseHttpUrl, publicUrl, tokenAuth } from "../../src/index.ts";

describe("an address", () => {
  test.each([
    ["http://a.b/c", "http://a.b/c"],
    [" https://a.b/#2024-05-06#/x y.npy?z=1 ", "https://a.b/%232024-05-06%23/x%20y.npy?z=1"],
    ["https://a.b/%23done%23", "https://a.b/%23done%23"],
    ["HTTPS://A.B:443/C", "https://a.b/C"],
  ])("%j is %s", (text, href) => {
    expect(parseHttpUrl(text)).toMatchObject({ url: { href }, credential: undefined });
  });

  test.each(["", "a/b", "//a/b", "ftp://a/b", "file:///a", "data:,x", "javascript:x", "s3://a/b", "http://"])(
    "%j is refused, and not repeated",
    (text) => {
      expect(() => parseHttpUrl(text)).toThrow(expect.objectContaining({ code: "transfer/invalid-url" }));
    },
  );

  test("with a secret is refused without it", () => {
    expect(() => parseHttpUrl("ftp://me:pa55word@a/b?key=t0psecret")).toThrow(/^(?!.*(?:pa55word|t0psecret)).*$/);
  });

  test("gives up its user and password, percent-decoded where it can be", async () => {
    const { url, credential } = parseHttpUrl("https://m%C3%A9:100%25%@a.b/c");
    expect(url.href).toBe("https://a.b/c");
    expect(credential?.origin).toBe("https://a.b");
    const headers = await credential?.authorize(new Request("https://a.b/"));
    expect(Buffer.from(headers?.["Authorization"]?.slice(6) ?? "", "base64").toString()).toBe("mé:100%25%");
  });

  test("is shown without what may be secret", () => {
    expect(publicUrl("https://me:pa55word@a.b/c?key=t0psecret#x")).toBe("https://a.b/c");
    expect(publicUrl("pa55word")).not.toContain("pa55word");
  });
});

test("a credential shows its secret to nobody but its server", async () => {
  const credentials = [
    basicAuth("https://a.b/c", "me", "pa55word"),
    tokenAuth("https://a.b", "t0ken", "Token"),
    tokenAuth("https://a.b", async () => "t0ken"),
  ];
  const shown =
    inspect(credentials, { depth: 9, showHidden: true }) + JSON.stringify(credentials) + String(credentials);
  expect(shown).not.toMatch(/pa55word|t0ken|bWU6cGE1NXdvcmQ/);
  const request = new Request("https://a.b/");
  expect(await Promise.all(credentials.map((credential) => credential.authorize(request)))).toEqual([
    { Authorization: `Basic ${btoa("me:pa55word")}` },
    { Authorization: "Token t0ken" },
    { Authorization: "Bearer t0ken" },
  ]);
});
