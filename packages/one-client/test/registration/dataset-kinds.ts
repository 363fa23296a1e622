import { type RestRecord } from "../../src/alyx/index.ts";
import { recordedLines } from "./recorded-trace.ts";

/** Dataset types as the database gives them, for the files of the tests. */
export const DATASET_TYPES: readonly RestRecord[] = [
  { name: "DAQdata.meta", filename_pattern: "" },
  { name: "foo.bar", filename_pattern: "" },
  { name: "spikes.times", filename_pattern: "*Spikes.times*.npy" },
  { name: "clusters.amps", filename_pattern: " " },
  { name: "clusters.anything", filename_pattern: "clusters.d*.npy" },
  { name: "clusters.depths", filename_pattern: "" },
];

const COUNTS = recordedLines("p9_registration_reference_client.txt").find((line) => /^\d+ \d+ \[/.test(line)) ?? "";

/** Extensions of the data formats of a real database, in its order. */
export const FILE_EXTENSIONS: readonly string[] = [...COUNTS.matchAll(/'([^']*)'/g)].map(([, name]) => name ?? "");

export const DATA_FORMATS: readonly RestRecord[] = FILE_EXTENSIONS.map((file_extension) => ({ file_extension }));
