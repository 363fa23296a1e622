import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { safeTarget } from "../../src/node.ts";
import { errorOf } from "../contents.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a target lies below its root, whether that exists or not", async () => {
  const root = await temporaryFolder();
  expect(await safeTarget(root, "a/b.npy")).toBe(join(root, "a", "b.npy"));
  expect(await safeTarget(join(root, "new", "root"), "a/b.npy")).toBe(join(root, "new", "root", "a", "b.npy"));
  await writeFile(join(root, "file"), "");
  expect(await safeTarget(root, "file")).toBe(join(root, "file"));
});

test("links inside the root are followed, and the root may be a link itself", async () => {
  const root = await temporaryFolder();
  const other = await temporaryFolder();
  await mkdir(join(root, "real"));
  await symlink(join(root, "real"), join(root, "alias"));
  await symlink(root, join(other, "root"));
  expect(await safeTarget(root, "alias/x")).toBe(join(root, "alias", "x"));
  expect(await safeTarget(join(other, "root"), "real/x")).toBe(join(other, "root", "real", "x"));
});

test.each([
  ["a folder outside", "out/x", "passes a link out of its folder"],
  ["a folder outside, deeper", "out/new/x", "passes a link out of its folder"],
  ["a file outside", "file", "passes a link out of its folder"],
  ["a folder whose name begins like the root", "near/x", "passes a link out of its folder"],
  ["nowhere", "broken", "passes a link that leads nowhere"],
  ["nowhere, as a folder", "broken/x", "passes a link that leads nowhere"],
])("a link to %s is refused", async (_where, path, reason) => {
  const base = await temporaryFolder();
  const root = join(base, "root");
  await mkdir(root);
  await mkdir(join(base, "rootlike"));
  await mkdir(join(base, "outside"));
  await writeFile(join(base, "outside", "file"), "");
  await symlink(join(base, "outside"), join(root, "out"));
  await symlink(join(base, "outside", "file"), join(root, "file"));
  await symlink(join(base, "rootlike"), join(root, "near"));
  await symlink(join(base, "gone"), join(root, "broken"));
  expect(await errorOf(() => safeTarget(root, path))).toMatchObject({ code: "transfer/unsafe-path", path, reason });
});
