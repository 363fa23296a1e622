import { describe, expect, test } from "vitest";
import { bucketUrl, formatS3Uri, parseS3Uri, parseS3Url, s3Url } from "../../src/index.ts";

describe("addresses on S3", () => {
  test.each([
    ["s3://my-bucket/path/to/file", "eu-east-1", "https://my-bucket.s3.eu-east-1.amazonaws.com/path/to/file"],
    ["my-bucket/path/to/file", "us-west-2", "https://my-bucket.s3.us-west-2.amazonaws.com/path/to/file"],
    ["my-bucket", "us-east-1", "https://my-bucket.s3.us-east-1.amazonaws.com/"],
    ["s3://a.dotted.bucket/x", "us-east-1", "https://s3.us-east-1.amazonaws.com/a.dotted.bucket/x"],
    ["my-bucket/a", "cn-north-1", "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a"],
    ["my-bucket/a", "us-gov-west-1", "https://my-bucket.s3.us-gov-west-1.amazonaws.com/a"],
    ["my-bucket/a", "ap-southeast-4", "https://my-bucket.s3.ap-southeast-4.amazonaws.com/a"],
    [
      "my-bucket/#2024-05-06#/a b?c%d",
      "us-east-1",
      "https://my-bucket.s3.us-east-1.amazonaws.com/%232024-05-06%23/a%20b%3Fc%25d",
    ],
  ])("%s in %s is %s, and back", (uri, region, url) => {
    expect(s3Url(uri, region)).toBe(url);
    expect(parseS3Url(url)).toEqual({ ...parseS3Uri(uri), region });
  });

  test("an object has one way to be written", () => {
    expect(formatS3Uri(parseS3Uri("my-bucket/a/b"))).toBe("s3://my-bucket/a/b");
    expect(parseS3Url("https://s3.amazonaws.com/my-bucket/a")).toEqual({
      bucket: "my-bucket",
      key: "a",
      region: undefined,
    });
    expect(parseS3Url("https://my-bucket.s3-eu-west-1.amazonaws.com/a#b")).toEqual({
      bucket: "my-bucket",
      key: "a#b",
      region: "eu-west-1",
    });
  });

  test.each([
    () => s3Url("my-bucket/a", "earth"),
    () => s3Url("my-bucket/a", "us-east-1.evil.org/"),
    () => s3Url("https://my-bucket/a", "us-east-1"),
    () => s3Url("", "us-east-1"),
    () => s3Url("My_Bucket/a", "us-east-1"),
    () => s3Url("a..b/c", "us-east-1"),
    () => bucketUrl({ bucket: "x@evil.org", region: "us-east-1" }),
    () => parseS3Url("https://my-bucket.s3.us-east-1.amazonaws.com.evil.org/a"),
    () => parseS3Url("ftp://my-bucket.s3.us-east-1.amazonaws.com/a"),
    () => parseS3Url("not an address"),
  ])("what names no object is refused (%#)", (call) => {
    expect(call).toThrow(expect.objectContaining({ code: "transfer/invalid-s3-address" }));
  });

  test("another server is reached by path", () => {
    expect(bucketUrl({ bucket: "my-bucket", region: "us-east-1", endpoint: "http://127.0.0.1:9000/s3/" }).href).toBe(
      "http://127.0.0.1:9000/s3/my-bucket/",
    );
    expect(() => bucketUrl({ bucket: "my-bucket", region: "us-east-1", endpoint: "ftp://x" })).toThrow(
      expect.objectContaining({ code: "transfer/invalid-url" }),
    );
  });
});
