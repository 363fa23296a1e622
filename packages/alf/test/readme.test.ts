import { expect, test } from "vitest";
import { filterDatasets } from "../src/filter/index.ts";
import { parseRelPath } from "../src/index.ts";
import { AlfPath } from "../src/path/index.ts";

test("the README's example for browsers gives what it says", () => {
  expect(parseRelPath("alf/probe00/#2024-05-06#/_ibl_spikes.times_clk.npy")).toEqual({
    collection: "alf/probe00",
    revision: "2024-05-06",
    namespace: "ibl",
    object: "spikes",
    attribute: "times",
    timescale: "clk",
    extra: undefined,
    extension: "npy",
  });
  const path = new AlfPath("lab/Subjects/AL001/2024-05-06/001/alf/spikes.times.npy");
  expect(path.subject).toBe("AL001");
  expect(String(path.withCollection("alf/probe01").withRevision("2024-06-01"))).toBe(
    "lab/Subjects/AL001/2024-05-06/001/alf/probe01/#2024-06-01#/spikes.times.npy",
  );
  const rows = [
    { relPath: "alf/spikes.times.npy", defaultRevision: true },
    { relPath: "alf/#2024-06-01#/spikes.times.npy", defaultRevision: false },
    { relPath: "alf/spikes.amps.npy", defaultRevision: true },
  ];
  expect(filterDatasets(rows, { filename: "spikes.times*", wildcards: true })).toEqual([0]);
  const filename = { object: "spikes", attribute: "times" };
  expect(filterDatasets(rows, { filename, revision: "2024-12-31" })).toEqual([1]);
});
