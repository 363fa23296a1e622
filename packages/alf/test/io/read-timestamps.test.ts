import { describe, expect, test } from "vitest";
import { readTimestamps } from "../../src/io/index.ts";
import { encodeNpy } from "../../src/npy/index.ts";
import { filesOf, npy, npyOf, text } from "./files-of.ts";

describe("readTimestamps", () => {
  test("reads values and the times beside them, each once", async () => {
    const store = filesOf({
      "alf/_ibl_wheel.position.npy": npy(3, 1),
      "alf/wheel.times.npy": npyOf([0.5, 1.5, 2.5]),
      "alf/wheelMoves.times.npy": npy(9),
    });
    const { times, values } = await readTimestamps(store, "alf/_ibl_wheel.position.npy");
    expect([times.data, values.shape]).toEqual([Float64Array.of(0.5, 1.5, 2.5), [3]]);
    expect(store.readCount).toBe(2);
  });

  test("interpolates between sync points, and holds the ends", async () => {
    const store = filesOf({ "w.a.npy": npy(5, 2), "w.times_clk.npy": npyOf([1, 10, 3, 20], [2, 2]) });
    const { times, values } = await readTimestamps(store, "w.a.npy");
    expect(times.data).toEqual(Float64Array.of(10, 10, 15, 20, 20));
    expect(values.shape).toEqual([5, 2]);
  });

  test.each([
    ["no times", { "w.a.npy": npy(3) }, "w.a.npy", "alf/object-not-found"],
    [
      "two files of times",
      { "w.a.npy": npy(3), "w.times.npy": npy(3), "w.times_b.npy": npy(3) },
      "w.a.npy",
      "alf/multiple-objects-found",
    ],
    [
      "times of another format only",
      { "w.a.npy": npy(3), "w.times.csv": text("t\n1\n") },
      "w.a.npy",
      "alf/object-not-found",
    ],
    ["a dataset that is not there", { "w.times.npy": npy(3) }, "w.a.npy", "io/file-not-found"],
    ["a name that is no dataset's", {}, "notes.txt", "alf/invalid"],
    ["another format", { "w.a.csv": text("x\n1\n"), "w.times.csv": text("t\n1\n") }, "w.a.csv", "alf/invalid-argument"],
    ["times of three columns", { "w.a.npy": npy(3), "w.times.npy": npy(3, 3) }, "w.a.npy", "alf/shape-mismatch"],
    ["a single value", { "w.a.npy": npy(), "w.times.npy": npy(3) }, "w.a.npy", "alf/shape-mismatch"],
    ["a truncated file", { "w.a.npy": npy(3).slice(0, 130), "w.times.npy": npy(3) }, "w.a.npy", "npy/truncated"],
  ])("refuses %s", async (_, files, key, code) => {
    await expect(readTimestamps(filesOf(files), key)).rejects.toMatchObject({ code });
  });

  test("refuses an array of records", async () => {
    const field = { kind: "array", dtype: "float64", shape: [3], data: new Float64Array(3) } as const;
    const records = encodeNpy({ kind: "structured", shape: [3], fields: new Map([["x", field]]) });
    const store = filesOf({ "w.a.npy": records, "w.times.npy": npy(3) });
    await expect(readTimestamps(store, "w.a.npy")).rejects.toMatchObject({ code: "alf/invalid-argument" });
  });
});
