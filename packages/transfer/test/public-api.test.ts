import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as root from "../src/index.ts";
import * as node from "../src/node.ts";

test("the root exports these names", () => {
  expect(Object.keys(root).sort()).toMatchInlineSnapshot(`
    [
      "ALLEN_BRAIN_CELL_ATLAS_BUCKET",
      "AccessRefusedError",
      "DiskFullError",
      "FileSystemError",
      "GlobusApiError",
      "GlobusClient",
      "GlobusTaskError",
      "GlobusTimeoutError",
      "HttpAnswerError",
      "IBL_PUBLIC_BUCKET",
      "IntegrityError",
      "InterruptedError",
      "InvalidAnswerError",
      "InvalidArchiveError",
      "InvalidGlobusAddressError",
      "InvalidItemError",
      "InvalidS3AddressError",
      "InvalidUrlError",
      "LockLostError",
      "LockTimeoutError",
      "NotFoundError",
      "PermissionError",
      "RedirectRefusedError",
      "S3Store",
      "ServerUnreachableError",
      "ThrottledError",
      "TooLargeError",
      "TransferTimeoutError",
      "UnsafePathError",
      "asGlobusPath",
      "awsAuth",
      "awsKeyOfRepository",
      "basicAuth",
      "bucketUrl",
      "createFetch",
      "createHttp",
      "endpointPath",
      "formatS3Uri",
      "globusLogin",
      "isTransferError",
      "listS3Objects",
      "parseHttpUrl",
      "parseS3Uri",
      "parseS3Url",
      "publicUrl",
      "s3Url",
      "safeSegments",
      "tokenAuth",
    ]
  `);
});

test("the node entry exports these names", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "download",
      "downloadAll",
      "downloadS3Folder",
      "extractZip",
      "isTransferError",
      "safeTarget",
    ]
  `);
});

test("the root bundles for browsers and needs ky, aws4fetch and alf alone", async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    conditions: ["@neurophys/source"],
  });
  const modules = Object.keys(metafile.inputs).flatMap(
    (path) => /node_modules\/(?!\.pnpm)([^/]+)/.exec(path)?.[1] ?? [],
  );
  expect([...new Set(modules)].toSorted()).toEqual(["aws4fetch", "ky"]);
  expect(outputFiles[0]?.contents.length).toBeLessThan(70_000);
});

test("the package depends on what its README argues for", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(Object.keys(manifest.dependencies)).toEqual(["@neurophys/alf", "@zip.js/zip.js", "aws4fetch", "ky", "undici"]);
});
