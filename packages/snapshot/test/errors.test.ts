import { isDataError } from "@neurophys/alf";
import { describe, expect, test } from "vitest";
import * as snapshot from "../src/index.ts";

const { isSnapshotError } = snapshot;

const EXAMPLES: readonly snapshot.SnapshotError[] = [
  new snapshot.HistologyIncompleteError("pid", "xyz_picks"),
  new snapshot.ImageNotFoundError("a.png"),
  new snapshot.InsertionNotFoundError("pid", "record"),
  new snapshot.InvalidImageError("a.txt", "is none", "a picture"),
  new snapshot.InvalidObjectIdError(5),
  new snapshot.InvalidOntologyError("no ids", "ids"),
  new snapshot.InvalidRecordError("tasks", "no id", "an id"),
  new snapshot.InvalidVolumeError("no header", "one"),
  new snapshot.InvalidWidthError(0, "more"),
  new snapshot.NotLoggedInError(),
  new snapshot.NotRunError("Report"),
  new snapshot.OutputsMissingError("Report", ["a.png"]),
  new snapshot.OutsideAtlasError("x", 1, [0, 0.5]),
  new snapshot.TargetMismatchError("id", "session"),
  new snapshot.TaskFailedError("Report", -1, "log"),
  new snapshot.TaskLockedError("Report", "Other"),
  new snapshot.UnequalListsError({ images: 1, texts: 2 }),
  new snapshot.UnknownMappingError("Beryl", ["Allen"]),
  new snapshot.UnknownRegionError(5),
  new snapshot.UnknownTaskError("a.B", []),
  new snapshot.UnwritableJsonError("$", "NaN"),
];

describe("errors", () => {
  test("are all exported, each with a code and a name of its own", () => {
    const exported = Object.keys(snapshot).filter((name) => name.endsWith("Error") && !name.startsWith("is"));
    expect(EXAMPLES.map(({ name }) => name).toSorted()).toEqual(exported.toSorted());
    expect(new Set(EXAMPLES.map(({ code }) => code)).size).toBe(EXAMPLES.length);
  });

  test.each(EXAMPLES)("$name is told by its code, and says what was expected", (error) => {
    expect(isSnapshotError(error)).toBe(true);
    expect(isSnapshotError(error, error.code)).toBe(true);
    expect(
      isSnapshotError(error, error.code === "snapshot/not-run" ? "snapshot/invalid-width" : "snapshot/not-run"),
    ).toBe(false);
    expect(isDataError(error)).toBe(true);
    expect(error.name).toBe(error.constructor.name);
    expect(error.message).toMatch(/expected/);
  });

  test("foreign ones are none of ours", () => {
    const foreign = [new Error("x"), undefined, null, "snapshot/not-run", { code: "snapshot/not-run" }];
    expect(foreign.some((error) => isSnapshotError(error))).toBe(false);
  });

  test("keep what caused them, and are readable however long a name is", () => {
    const cause = new Error("x");
    expect(new snapshot.ImageNotFoundError("x", { cause }).cause).toBe(cause);
    expect(new snapshot.ImageNotFoundError("x".repeat(100_000)).message.length).toBeLessThan(400);
  });
});
