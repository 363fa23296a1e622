import { type ListableByteStore } from "@neurophys/alf/store";
import { listableStoreConformance, type MakeStore, storeConformance } from "@neurophys/alf/testing";
import ky from "ky";
import { describe, expect, onTestFinished, test } from "vitest";
import { awsAuth, createFetch, listS3Objects, S3Store } from "../../src/index.ts";
import { parseListing, parseS3Failure } from "../../src/s3/s3-listing.ts";
import { startServer } from "../http-server.ts";
import { KEY, startS3Server } from "./s3-server.ts";

const region = "us-east-1";

const makers: Readonly<Record<string, MakeStore<ListableByteStore>>> = {
  "a public bucket": async (content) => {
    const server = await startS3Server(content);
    const address = { bucket: server.bucket, region, endpoint: server.url };
    return { store: new S3Store(address, { fetch: createFetch(ky) }), close: server.close };
  },
  "a folder of a private bucket": async (content) => {
    const inside = new Map([...content].map(([key, bytes]) => [`in/#here#/${key}`, bytes]));
    inside.set("in/outside.a.b", Uint8Array.of(1));
    const server = await startS3Server(inside, { isPrivate: true, bucket: "a.dotted.bucket" });
    const address = { bucket: server.bucket, region, endpoint: server.url };
    const fetch = createFetch(ky, { credentials: [awsAuth(address, KEY)] });
    return { store: new S3Store(address, { fetch, prefix: "in/#here#/" }), close: server.close };
  },
};

for (const [name, make] of Object.entries(makers)) {
  describe(`a store over ${name}`, () => {
    for (const { name: promise, run } of [...storeConformance(make), ...listableStoreConformance(make)]) {
      test(promise, run);
    }
  });
}

describe("a listing", () => {
  async function serve(
    keys: readonly string[],
    options = {},
  ): Promise<{ bucket: string; region: string; endpoint: string }> {
    const content = new Map(keys.map((key) => [key, new Uint8Array(key.endsWith("/") ? 0 : 3)]));
    const server = await startS3Server(content, options);
    onTestFinished(() => server.close());
    return { bucket: server.bucket, region, endpoint: server.url };
  }

  test("goes through all pages and leaves out the markers of folders", async () => {
    const keys = ["a/", "a/b.x", "a/c d.x", "a/é&<.x", "a_x/d", "e", "f+g"];
    const found: string[] = [];
    for await (const { key, sizeBytes, etag } of listS3Objects(await serve(keys))) {
      expect([sizeBytes, etag]).toEqual([3, "0123"]);
      found.push(key);
    }
    expect(found).toEqual(["a/b.x", "a/c d.x", "a/é&<.x", "a_x/d", "e", "f+g"]);
  });

  test("of a prefix can stop at folders", async () => {
    const address = await serve(["a/b", "a/c/d", "a/e", "f"]);
    const found: string[] = [];
    for await (const { key } of listS3Objects(address, { prefix: "a/", direct: true, pageSize: 1 })) found.push(key);
    expect(found).toEqual(["a/b", "a/e"]);
  });

  test("of a store leaves out what no store can spell", async () => {
    const keys: string[] = [];
    for await (const key of new S3Store(await serve(["a/../b", "c//d", "/e", "f"])).list()) keys.push(key);
    expect(keys).toEqual(["f"]);
  });

  test("of a private bucket is refused without a key, and with a wrong one", async () => {
    const address = await serve(["a"], { isPrivate: true });
    const wrong = createFetch(ky, { credentials: [awsAuth(address, { ...KEY, secretAccessKey: "no" })] });
    for (const fetch of [undefined, wrong]) {
      const first = listS3Objects(address, { fetch }).next();
      await expect(first).rejects.toMatchObject({ code: "transfer/access-refused", status: 403 });
    }
  });

  test("that goes in circles ends", async () => {
    const page =
      "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>";
    const server = await startServer((_request, response) => void response.end(page));
    onTestFinished(() => server.close());
    const first = listS3Objects({ bucket: "my-bucket", region, endpoint: server.url }).next();
    await expect(first).rejects.toMatchObject({ reason: "a listing that goes in circles" });
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["<html></html>", "no listing of a bucket"],
    [
      "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
      "a listing that goes on and does not say where",
    ],
    ["<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>", "an object without a size in a listing"],
    [
      "<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
      "an object without a key in a listing",
    ],
  ])("%s is refused", (xml, reason) => {
    expect(() => parseListing(xml, "https://x/")).toThrow(
      expect.objectContaining({ code: "transfer/invalid-answer", reason }),
    );
  });

  test("without encoding is read by the rules of XML", () => {
    const xml =
      "<ListBucketResult><Contents><Key>a+b%20&amp;&#x41;&#66;&lt;</Key><Size>1</Size></Contents></ListBucketResult>";
    expect(parseListing(xml, "").objects.map(({ key }) => key)).toEqual(["a+b%20&AB<"]);
  });

  test("a failure is read for its code and words", () => {
    expect(parseS3Failure("<Error><Code>NoSuchKey</Code><Message>No &quot;x&quot;</Message></Error>")).toEqual({
      code: "NoSuchKey",
      message: 'No "x"',
    });
    expect(parseS3Failure("<html/>")).toBeUndefined();
  });
});
