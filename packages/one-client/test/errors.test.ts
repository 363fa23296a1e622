import { isDataError } from "@neurophys/alf";
import { expect, test } from "vitest";
import * as root from "../src/index.ts";

/** Every error of the root entry, with facts that its constructor takes. */
const ERRORS = [
  new root.InvalidExperimentIdError({ a: 1n }),
  new root.IncompleteSessionError(["lab", "date"]),
  new root.UnresolvedSessionError("s/2020-01-01/1"),
  new root.SessionNotFoundError("eid"),
  new root.AmbiguousSessionError("2020-01-01_1_s", ["a", "b"]),
  new root.AmbiguousSessionError("2020-01-01_1_s", []),
  new root.DatasetNotFoundError(["a.b.c"], "session eid", { candidates: ["a.b.npy"], cause: new Error("why") }),
  new root.FilesMissingError(
    Array.from({ length: 12 }, (_, i) => `a.b${i}.c`),
    "/data",
  ),
  new root.CollectionNotFoundError("alf", "eid"),
  new root.DuplicateIdError("id", "datasets"),
  new root.DatasetSpecifierError("Both together", ["a", {}], "either"),
  new root.TableNotLoadedError("insertions", "This question"),
  new root.MissingColumnError("sessions", "lab"),
  new root.NoDataServerError(),
  new root.RepositoryNotFoundError(undefined, []),
  new root.RepositoryNotFoundError("web", ["loc"]),
  new root.NoTableFilesError("Saving"),
  new root.NotReadableByPartsError("alf/a.b.csv"),
];

test.each(ERRORS.map((error) => [error.name, error] as const))(
  "%s says what was wrong, under its own code",
  (name, error) => {
    expect(error).toBeInstanceOf(Error);
    expect(isDataError(error)).toBe(true);
    expect(error.constructor.name).toBe(name);
    expect(error.code).toMatch(/^one\/[a-z-]+$/);
    expect(root.isOneError(error)).toBe(true);
    expect(root.isOneError(error, error.code)).toBe(true);
    expect(error.message).toMatch(/^[A-Z].{10,}/);
  },
);

test("every error class that the root exports is a OneError with a code of its own", () => {
  const classes = Object.entries(root).filter(([name]) => name.endsWith("Error") && !name.startsWith("is"));
  const covered = new Set<string>(ERRORS.map((error) => error.name));
  const ofTables = classes.map(([name]) => name).filter((name) => !covered.has(name));
  expect(ofTables.every((name) => /Table|Folder|Lab|DuplicateSession/.test(name))).toBe(true);
  expect(new Set(ERRORS.map((error) => error.code)).size).toBe(new Set(ERRORS.map((error) => error.name)).size);
});

test("the guard is narrow", () => {
  expect(root.isOneError(new Error("x"))).toBe(false);
  expect(root.isOneError(undefined)).toBe(false);
  expect(root.isOneError(ERRORS[3], "one/duplicate-id", "one/not-loaded")).toBe(false);
});

test("messages name the near datasets and cut long lists", () => {
  expect(ERRORS[6]?.message).toContain('there is "a.b.npy"');
  expect((ERRORS[6] as Error).cause).toEqual(new Error("why"));
  expect(ERRORS[7]?.message).toContain("… 2 more");
});
