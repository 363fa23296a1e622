import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLLECTION_SPEC, REL_PATH_SPEC, regex, SESSION_SPEC } from "../src/filter/index.ts";
import {
  folderParts,
  formatRelPath,
  fullPathParts,
  getAlfPath,
  isAlfError,
  parseFolder,
  parseFullPath,
  parseRelPath,
  relPathParts,
  withoutRevision,
} from "../src/index.ts";
import { anyText } from "./any-text.ts";
import { expected, outcome, vectors } from "./vectors.ts";

const tuple = (parts: object): unknown[] => Object.values(parts).map((part: unknown) => part ?? null);

describe("relative paths", () => {
  test.each(vectors("relpath"))("$id: $args have the parts of the reference", (vector) => {
    const [path] = vector.args as [string];
    const parse = vector.kwargs?.["assert_valid"] === false ? relPathParts : parseRelPath;
    expect(outcome(vector, () => tuple(parse(path)))).toEqual(expected(vector));
  });

  test("are the same after parsing and writing", () => {
    for (const path of ["a.b.c", "alf/a.b.c", "alf/p.0/#2020-01-01#/_ns_o.a_times_clk.e.f.x", "#r#/o.a.x"]) {
      expect(formatRelPath(parseRelPath(path))).toBe(path);
    }
  });
});

describe("folders and whole paths", () => {
  test.each(vectors("session", "folder_parts"))("$id: folder $args has the parts of the reference", (vector) => {
    const [path] = vector.args as [string];
    const parse = vector.kwargs?.["assert_valid"] === false ? folderParts : parseFolder;
    expect(outcome(vector, () => tuple(parse(path)))).toEqual(expected(vector));
  });

  test.each(vectors("fullpath", "full_path_parts"))("$id: path $args has the parts of the reference", (vector) => {
    const [path] = vector.args as [string];
    const parse = vector.kwargs?.["assert_valid"] === false ? fullPathParts : parseFullPath;
    expect(outcome(vector, () => tuple(parse(path)))).toEqual(expected(vector));
  });

  test.each(vectors("fullpath", "get_alf_path"))("$id: ALF part of $args is $result", (vector) => {
    expect(outcome(vector, () => getAlfPath(vector.args[0] as string))).toEqual(expected(vector));
  });

  test.each([
    ["s/2020-01-01/001/#r#/alf", undefined, "r"],
    ["s/2020-01-01/001/alf/#r#/x", "alf", "r"],
    ["s/2020-01-01/001/al f", undefined, undefined],
    ["s/2020-01-01/001/a.b.npy", "a.b.npy", undefined],
    ["s/2020-01-01/001/alf//", "alf/", undefined],
    ["x/2020-01-01/2020-01-01/5", undefined, undefined],
  ])("folder %s drops in silence what does not fit", (path, collection, revision) => {
    expect(folderParts(path)).toMatchObject({ collection, revision });
  });

  test("a folder of several levels is valid, and refused as in Python only with compat", () => {
    const path = "s/2020-01-01/001/alf/probe00";
    expect(parseFullPath(path).collection).toBe("alf/probe00");
    expect(() => parseFullPath(path, { compat: true })).toThrow(
      expect.objectContaining({ code: "alf/invalid", input: path }),
    );
    expect(parseFullPath(`${path}/#r#`, { compat: true }).revision).toBe("r");
    expect(() => parseFullPath("s/2020-01-01/001/al f")).toThrow(expect.objectContaining({ code: "alf/invalid" }));
  });

  test("a revision in the middle is accepted in a whole path, as in Python", () => {
    expect(parseFullPath("s/2020-01-01/001/x/#r#/sub/a.b.npy")).toMatchObject({ collection: "x", revision: "r" });
    expect(withoutRevision("/r/s/2020-01-01/001/x/#r#/sub/a.b.npy")).toBe("/r/s/2020-01-01/001/x/a.b.npy");
  });

  test("the ALF part of an address is the file name, as a colon stands in no collection", () => {
    expect(getAlfPath("https://h/x/_a_b.c.d")).toBe("_a_b.c.d");
  });
});

describe("any text", () => {
  const text = fc
    .array(
      fc.constantFrom(
        ..."/#._-aé1 \n".split(""),
        "/Subjects/",
        "s/2020-01-01/001",
        "/2020-01-01/",
        "a.b.c",
        "lab",
        "/#r#/",
        "0001",
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join(""));

  const groups = (names: object, match: RegExpExecArray | null): object =>
    Object.fromEntries(Object.keys(names).map((name) => [name, match?.groups?.[name]]));

  test("gives the parts that the backtracking expressions find", () => {
    const rel = new RegExp(`^(?:${regex(REL_PATH_SPEC).source})`, "u");
    const folder = regex(`${SESSION_SPEC}/${COLLECTION_SPEC}`);
    fc.assert(
      fc.property(text, (path) => {
        expect(relPathParts(path)).toEqual(groups(relPathParts(""), rel.exec(path)));
        const closed = path === "" || path.endsWith("/") ? path : `${path}/`;
        expect(folderParts(path)).toEqual(groups(folderParts(""), folder.exec(closed)));
      }),
      { numRuns: 2000 },
    );
  });

  test("is parsed or refused with an error of this package", () => {
    fc.assert(
      fc.property(fc.oneof(text, anyText()), (path) => {
        for (const parse of [parseRelPath, parseFolder, parseFullPath, withoutRevision, getAlfPath]) {
          try {
            parse(path);
          } catch (error) {
            expect(isAlfError(error)).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["slashes", "/".repeat(200_000)],
    ["words", "a".repeat(200_000)],
    ["folders", "a/".repeat(100_000)],
    ["subjects without a date", "a-b.c/".repeat(40_000)],
    ["revisions", "#r#/".repeat(50_000)],
    ["labs", "lab/Subjects/".repeat(20_000)],
    ["file names as folders", "a.b.c/".repeat(40_000)],
  ])("of endless %s is refused without delay", (_, path) => {
    expect(relPathParts(`${path}!`).object).toBeUndefined();
    expect(folderParts(`${path}!`).subject).toBeUndefined();
    expect(getAlfPath(`${path}!`)).toBeUndefined();
  });
});
