import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type WalkSessionsOptions, walkSessions } from "../../src/io/node.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

async function lab(): Promise<string> {
  const root = await temporaryFolder();
  for (const path of [
    "labA/Subjects/m1/2024-01-02/001/alf",
    "labA/Subjects/m1/2024-01-01/2",
    "labA/Subjects/m1/2024-01-01/10",
    "labB/Subjects/m2/2024-01-01/001/m3/2020-01-01/001",
    "m4/2024-01-01/notes",
    "m5/2024-01-01/0001",
  ]) {
    await mkdir(join(root, path), { recursive: true });
  }
  return root;
}

async function sessionsOf(root: string, options?: WalkSessionsOptions): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const path of walkSessions(root, options)) paths.push(path);
  return paths;
}

const ALL = [
  "labA/Subjects/m1/2024-01-01/10",
  "labA/Subjects/m1/2024-01-01/2",
  "labA/Subjects/m1/2024-01-02/001",
  "labB/Subjects/m2/2024-01-01/001",
  "labB/Subjects/m2/2024-01-01/001/m3/2020-01-01/001",
];

describe("walkSessions", () => {
  test("finds every session, empty and nested ones too, in the order of sorted paths", async () => {
    expect(await sessionsOf(await lab())).toEqual(ALL);
  });

  test.each([
    ["*/Subjects/*/????-??-??/*", ALL.slice(0, 4)],
    ["????-01-01/*", [...ALL.slice(0, 2), ...ALL.slice(3)]],
    ["labA/**/001", ["labA/Subjects/m1/2024-01-02/001"]],
    ["nothing", []],
  ])("looks only at folders that fit %j", async (pattern, expected) => {
    expect(await sessionsOf(await lab(), { pattern })).toEqual(expected);
  });

  test("gives the root itself first, and takes subject and date from above it", async () => {
    const root = await lab();
    expect(await sessionsOf(join(root, "labB/Subjects/m2/2024-01-01/001"))).toEqual(["", "m3/2020-01-01/001"]);
    expect(await sessionsOf(join(root, "labA/Subjects/m1/2024-01-01"))).toEqual(["10", "2"]);
  });

  test("names a root that is no folder", async () => {
    const root = await lab();
    await writeFile(join(root, "file"), "");
    for (const name of ["missing", "file"]) {
      await expect(sessionsOf(join(root, name))).rejects.toMatchObject({ code: "io/folder-not-found" });
    }
  });
});
