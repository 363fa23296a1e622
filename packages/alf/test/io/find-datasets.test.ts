import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  filterBy,
  findObjectFiles,
  findVariants,
  iterDatasets,
  iterSessions,
  objectExists,
} from "../../src/io/index.ts";
import { MemoryStore } from "../../src/store/index.ts";
import { FileStore } from "../../src/store/node.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { filesOf } from "./files-of.ts";

const NOTHING = new Uint8Array();
const storeOf = (...keys: readonly string[]) => filesOf(Object.fromEntries(keys.map((key) => [key, NOTHING])));

async function all(keys: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const key of keys) found.push(key);
  return found;
}

describe("filterBy", () => {
  test("gives keys and parts of the datasets directly in a folder, and none of what is no dataset", async () => {
    const store = storeOf("alf/_ibl_trials.choice.npy", "alf/notes.txt", "alf/.hid.a.b", "alf/probe00/a.b.npy");
    expect(await filterBy(store, "alf")).toEqual([
      {
        key: "alf/_ibl_trials.choice.npy",
        name: "_ibl_trials.choice.npy",
        parts: {
          namespace: "ibl",
          object: "trials",
          attribute: "choice",
          timescale: undefined,
          extra: undefined,
          extension: "npy",
        },
      },
    ]);
    expect((await filterBy(store, "alf", { compat: true })).map(({ name }) => name)).toEqual([
      ".hid.a.b",
      "_ibl_trials.choice.npy",
    ]);
    expect(await filterBy(store, "nowhere")).toEqual([]);
  });

  test("reads one folder and no file, whatever lies below it", async () => {
    const store = storeOf("a.b.npy", "raw/x.y.z", "alf/a.b.npy");
    await filterBy(store, "");
    expect(store.calls).toEqual([{ operation: "list", key: "", range: undefined }]);
  });

  test.each([
    ["(", "alf/invalid-pattern"],
    ["a++", "alf/unsupported-pattern"],
  ])("refuses the regular expression %j", async (attribute, code) => {
    await expect(filterBy(storeOf("a.b.npy"), "", { attribute, wildcards: false })).rejects.toMatchObject({ code });
  });
});

describe("findObjectFiles", () => {
  test("finds the files of an object in a folder, or beside one of them", async () => {
    const store = storeOf("alf/t.a.npy", "alf/_ns_t.b.npy", "alf/u.c.npy");
    const keys = async (path: string, object: string | undefined) =>
      (await findObjectFiles(store, path, object)).map(({ key }) => key);
    expect(await keys("alf", "t")).toEqual(["alf/_ns_t.b.npy", "alf/t.a.npy"]);
    expect(await keys("alf/t.a.npy", "u")).toEqual(["alf/_ns_t.b.npy", "alf/t.a.npy"]);
    expect(await keys("alf", undefined)).toEqual(["alf/_ns_t.b.npy", "alf/t.a.npy", "alf/u.c.npy"]);
  });

  test("names the object and the folder when there is none", async () => {
    await expect(findObjectFiles(storeOf("alf/t.a.npy"), "alf", "none")).rejects.toThrow(
      'No object "none" found in alf',
    );
    await expect(findObjectFiles(storeOf(), "", ["a", "b"])).rejects.toThrow('No object "a, b" found in memory:');
  });
});

describe("objectExists", () => {
  test.each([
    ["alf", "t", undefined, true],
    ["alf", "t", "a", true],
    ["alf", "t", ["a", "b"], true],
    ["alf", "t", ["a", "c"], false],
    ["alf", "none", undefined, false],
    ["nowhere", "t", undefined, false],
  ])("in %s, %s with %j: %s", async (path, object, attributes, expected) => {
    const store = storeOf("alf/t.a.npy", "alf/t.b_clk.npy");
    expect(await objectExists(store, path, object, { attributes })).toBe(expected);
  });

  test("throws what is not about absence", async () => {
    await expect(objectExists(storeOf(), "../x", "t")).rejects.toMatchObject({ code: "store/invalid-key" });
  });
});

describe("findVariants", () => {
  test("finds other revisions, below a session or not, first those without one", async () => {
    const store = storeOf("#b#/o.a.npy", "#a#/o.a.npy", "o.a.npy", "#a#/deep/o.a.npy", "alf/o.a.npy");
    const found = await findVariants(store, ["#a#/o.a.npy", "o.a.npy"]);
    expect([...found]).toEqual([
      ["#a#/o.a.npy", ["o.a.npy", "#b#/o.a.npy"]],
      ["o.a.npy", ["#a#/o.a.npy", "#b#/o.a.npy"]],
    ]);
    expect(store.calls.length).toBe(1);
  });

  test("refuses names that are no dataset's", async () => {
    await expect(findVariants(storeOf(), ["alf/notes.txt"])).rejects.toMatchObject({ code: "alf/invalid" });
  });
});

describe("iterSessions", () => {
  const keys = [
    "labA/Subjects/m1/2024-01-01/001/alf/a.b.npy",
    "labA/Subjects/m1/2024-01-01/001/c.d.npy",
    "labA/Subjects/m1/2024-01-01/002/a.b.npy",
    "labA/notes.txt",
    "m2/2024-01-01/1/raw/m3/2020-01-01/001/x",
  ];
  const sessions = [
    "labA/Subjects/m1/2024-01-01/001",
    "labA/Subjects/m1/2024-01-01/002",
    "m2/2024-01-01/1",
    "m2/2024-01-01/1/raw/m3/2020-01-01/001",
  ];

  test("gives each session once, nested ones too, in order", async () => {
    expect(await all(iterSessions(storeOf(...keys)))).toEqual(sessions);
  });

  test("looks only below a folder, which may be a session itself", async () => {
    expect(await all(iterSessions(storeOf(...keys), { prefix: "labA" }))).toEqual(sessions.slice(0, 2));
    expect(await all(iterSessions(storeOf(...keys), { prefix: "m2/2024-01-01/1" }))).toEqual(sessions.slice(2));
  });

  test("takes subject and date from the store's own location", async () => {
    const root = join(await temporaryFolder(), "m1/2024-01-01");
    await mkdir(join(root, "001/alf"), { recursive: true });
    await writeFile(join(root, "001/alf/a.b.npy"), "");
    expect(await all(iterSessions(new FileStore(root)))).toEqual(["001"]);
    expect(await all(iterSessions(new FileStore(join(root, "001"))))).toEqual([""]);
  });
});

describe("iterDatasets", () => {
  test("gives the datasets of a session relative to it, and with `compat` all names with two dots", async () => {
    const names = ["alf/#r#/a.b.npy", "alf/.hid.a.b", "alf/notes.txt", "raw/sp ace.b.c", "z.b.c"];
    const store = new MemoryStore(names.map((name) => [`s/2024-01-01/001/${name}`, NOTHING]));
    expect(await all(iterDatasets(store, "s/2024-01-01/001"))).toEqual(["alf/#r#/a.b.npy", "z.b.c"]);
    expect(await all(iterDatasets(store, "s/2024-01-01/001", { compat: true }))).toEqual([
      "alf/#r#/a.b.npy",
      "alf/.hid.a.b",
      "raw/sp ace.b.c",
      "z.b.c",
    ]);
  });
});
