import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as root from "../src/index.ts";
import * as node from "../src/node.ts";

test("the root exports these names", () => {
  expect(Object.keys(root).sort()).toMatchInlineSnapshot(`
    [
      "ALLEN_BREGMA_UM",
      "BrainRegions",
      "HISTOLOGY_LEVELS",
      "HistologyIncompleteError",
      "ImageNotFoundError",
      "InsertionNotFoundError",
      "InvalidImageError",
      "InvalidObjectIdError",
      "InvalidOntologyError",
      "InvalidRecordError",
      "InvalidVolumeError",
      "InvalidWidthError",
      "NotLoggedInError",
      "NotRunError",
      "OutputsMissingError",
      "OutsideAtlasError",
      "REPORT_TAG",
      "ReportSnapshot",
      "ReportSnapshotProbe",
      "SessionReport",
      "Snapshot",
      "TIP_M",
      "TargetMismatchError",
      "Task",
      "TaskFailedError",
      "TaskLockedError",
      "TaskLog",
      "UnequalListsError",
      "UnknownMappingError",
      "UnknownRegionError",
      "UnknownTaskError",
      "UnwritableJsonError",
      "VolumeAtlas",
      "allenVoxelSize",
      "browserImages",
      "channelLocations",
      "driftMapFigure",
      "figurePngBlob",
      "findExpected",
      "findProbe",
      "histologyStatus",
      "insertionTrack",
      "interpolateAlongTrack",
      "isSnapshotError",
      "lfpSpectrumFigure",
      "mappingOnto",
      "neuropixels1Layout",
      "parseMappings",
      "parseOntology",
      "pointsOf",
      "probeTrackFigure",
      "psthFigure",
      "readNpyVolume",
      "readNrrd",
      "readZarrVolume",
      "regionsAlongProbe",
      "runAlyxTask",
      "spikeRasterFigure",
      "tracedLocations",
      "trialContrasts",
      "withAxes",
    ]
  `);
});

test("the node entry exports these names", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "ReportSnapshot",
      "ReportSnapshotProbe",
      "SessionReport",
      "Snapshot",
      "figurePng",
      "gpuLock",
      "nodeImages",
      "openAtlas",
      "registerSnapshots",
      "sessionFolder",
    ]
  `);
});

test("the root bundles for browsers and needs image-size alone, until a Zarr volume is read", async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/index.ts", import.meta.url))],
    bundle: true,
    splitting: true,
    outdir: "bundle",
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    conditions: ["@neurophys/source"],
  });
  const entry = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint?.endsWith("src/index.ts"));
  const modules = Object.keys(entry?.inputs ?? {}).flatMap(
    (path) => /node_modules\/(?!\.pnpm)((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  expect([...new Set(modules)]).toEqual(["image-size"]);
  expect(entry?.bytes).toBeLessThan(140_000);
  expect(outputFiles.filter(({ text }) => /["'`]node:/.test(text))).toEqual([]);
});

test("the package depends on what its README argues for", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const argued = readme.slice(readme.indexOf("## Dependencies"));
  for (const name of Object.keys(manifest.dependencies)) expect(argued).toContain(name);
});
