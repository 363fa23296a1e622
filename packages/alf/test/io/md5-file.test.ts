import { createHash } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { md5File } from "../../src/io/node.ts";
import { temporaryFolder, withoutRoot } from "../store/temporary-folder.ts";

const EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e"; // RFC 1321, A.5
const ABC_MD5 = "900150983cd24fb0d6963f7d28e17f72"; // RFC 1321, A.5

describe("md5File", () => {
  test.each([
    ["", EMPTY_MD5],
    ["abc", ABC_MD5],
  ])("gives the digest that the standard gives for %j", async (text, expected) => {
    const path = join(await temporaryFolder(), "a.b.c");
    await writeFile(path, text);
    expect(await md5File(path)).toBe(expected);
  });

  test.each([256 * 1024, 256 * 1024 + 1, 5_000_000])("hashes %i bytes as one piece would", async (size) => {
    const bytes = new Uint8Array(size).map((_, index) => index * 31);
    const path = join(await temporaryFolder(), "a.b.c");
    await writeFile(path, bytes);
    expect(await md5File(path)).toBe(createHash("md5").update(bytes).digest("hex"));
  });

  test("names what cannot be hashed", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "folder"));
    await writeFile(join(root, "secret.b.c"), "x", { mode: 0o000 });
    await writeFile(join(root, "large.b.c"), new Uint8Array(1_000_000), { mode: 0o000 });
    await expect(md5File(join(root, "no.b.c"))).rejects.toMatchObject({ code: "io/file-not-found", key: "no.b.c" });
    await expect(md5File(join(root, "folder"))).rejects.toMatchObject({ code: "store/not-a-file" });
    await withoutRoot(async () => {
      await expect(md5File(join(root, "secret.b.c"))).rejects.toMatchObject({ code: "store/access-denied" });
      await expect(md5File(join(root, "large.b.c"))).rejects.toMatchObject({ code: "store/access-denied" });
    });
    await chmod(join(root, "secret.b.c"), 0o644);
  });

  test("stops when it is aborted, before and in the middle", async () => {
    const path = join(await temporaryFolder(), "a.b.c");
    await writeFile(path, new Uint8Array(20_000_000));
    await expect(md5File(path, { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
    const controller = new AbortController();
    const digest = md5File(path, { signal: controller.signal });
    setImmediate(() => controller.abort(new Error("enough")));
    await expect(digest).rejects.toThrow("enough");
  });
});
