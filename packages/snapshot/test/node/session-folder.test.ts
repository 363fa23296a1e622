import { relative } from "node:path";
import { expect, test } from "vitest";
import { sessionFolder } from "../../src/node/session-folder.ts";
import { type Expected, filesToRegister, findExpected } from "../../src/task/expected-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const FILES = {
  "alf/_ibl_trials.table.pqt": "",
  "alf/probe00/spikes.times.npy": "",
  "alf/probe00/spikes.amps.npy": "",
  "alf/probe01/#2024-01-01#/spikes.times.npy": "",
  "raw (1)/a.b.png": "",
};
const trials = { name: "*trials.table.pqt", collection: "alf" };
const spikes = { name: "spikes.times.npy", collection: "alf/probe00" };
const absent = { name: "none.npy", collection: "alf" };

async function found(expected: Expected): Promise<readonly [boolean, readonly string[], readonly string[]]> {
  const folder = await temporaryFolder(FILES);
  const { ok, files, missing } = await findExpected(sessionFolder, folder, expected);
  return [ok, files.map((path) => relative(folder, path)), missing];
}

test.each<[string, Expected, boolean, readonly string[], readonly string[]]>([
  ["a file", trials, true, ["alf/_ibl_trials.table.pqt"], []],
  [
    "several, sorted",
    { ...spikes, name: "spikes.*" },
    true,
    ["alf/probe00/spikes.amps.npy", "alf/probe00/spikes.times.npy"],
    [],
  ],
  [
    "one of a revision",
    { ...spikes, collection: "alf/probe01" },
    true,
    ["alf/probe01/#2024-01-01#/spikes.times.npy"],
    [],
  ],
  ["one in any folder", { name: "a.b.png", collection: "" }, true, ["raw (1)/a.b.png"], []],
  [
    "one in a folder with marks in its name",
    { name: "?.[!c].png", collection: "raw (1)" },
    true,
    ["raw (1)/a.b.png"],
    [],
  ],
  ["none", absent, false, [], ["alf/none.npy"]],
  ["one that need not be there", { ...absent, required: false }, true, [], []],
  ["all of two", { allOf: [trials, absent] }, false, ["alf/_ibl_trials.table.pqt"], ["alf/none.npy"]],
  ["any of two", { anyOf: [absent, trials] }, true, ["alf/_ibl_trials.table.pqt"], []],
  ["any of none", { anyOf: [absent] }, false, [], ["alf/none.npy"]],
  [
    "one of two that are both there",
    { oneOf: [trials, spikes] },
    false,
    ["alf/_ibl_trials.table.pqt", "alf/probe00/spikes.times.npy"],
    [],
  ],
  ["one of two", { oneOf: [trials, absent] }, true, ["alf/_ibl_trials.table.pqt"], []],
  ["not one that is there", { not: trials }, false, [], []],
  ["not one that is not", { not: absent }, true, [], []],
])("%s", async (_name, expected, ok, files, missing) => {
  expect(await found(expected)).toEqual([ok, files, missing]);
});

test("A folder that is not there has no files", async () => {
  expect(await sessionFolder.find("/no/such/folder", "*.npy")).toEqual([]);
});

test("Only files that are marked are to be registered", async () => {
  const folder = await temporaryFolder(FILES);
  const paths = await filesToRegister(sessionFolder, folder, [trials, { ...spikes, register: true }, { not: trials }]);
  expect(paths.map((path) => relative(folder, path))).toEqual(["alf/probe00/spikes.times.npy"]);
});
