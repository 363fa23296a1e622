import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as root from "../src/index.ts";
import * as node from "../src/node.ts";

test("the root exports these names", () => {
  expect(Object.keys(root).sort()).toMatchInlineSnapshot(`
    [
      "InvalidArrayError",
      "InvalidOptionError",
      "InvalidSvgError",
      "ShapeMismatchError",
      "UnequalLengthsError",
      "UnsupportedExtensionError",
      "blueRed",
      "cividis",
      "colourMapOf",
      "darkTheme",
      "driftMap",
      "embedFonts",
      "figureGrid",
      "heatMap",
      "isFiguresError",
      "lightTheme",
      "linePlot",
      "magma",
      "meanRate",
      "peristimulusCounts",
      "probeSites",
      "psth",
      "rateByTrial",
      "spectrum",
      "spikeRaster",
      "svgToPngBlob",
      "trialRates",
      "viridis",
      "welchSpectrum",
    ]
  `);
});

test("the node entry exports these names", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "InvalidOptionError",
      "InvalidSvgError",
      "UnsupportedExtensionError",
      "isFiguresError",
      "readFonts",
      "saveFigure",
      "svgToPng",
    ]
  `);
});

async function bundle(entry: string): Promise<{ inputs: string[]; imports: string[]; bytes: number }> {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    conditions: ["@neurophys/source"],
    external: ["node:*", "@resvg/resvg-js"],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { inputs: Object.keys(metafile.inputs), imports, bytes: outputFiles[0]!.contents.length };
}

test("the root bundles for browsers, needs nothing outside and stays small", async () => {
  const { imports, inputs, bytes } = await bundle("../src/index.ts");
  expect(imports).toEqual([]);
  expect(inputs.filter((path) => path.includes("node_modules"))).toEqual([]);
  expect(bytes).toBeLessThan(45_000);
});

test("the node entry loads resvg only when a PNG is drawn", async () => {
  const { imports } = await bundle("../src/node.ts");
  expect(imports).toContain("@resvg/resvg-js");
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL("../src/node.ts", import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    conditions: ["@neurophys/source"],
    external: ["@resvg/resvg-js"],
  });
  const kinds = Object.values(metafile.outputs).flatMap((output) =>
    output.imports.filter(({ path }) => path.includes("resvg")).map(({ kind }) => kind),
  );
  expect(kinds).toEqual(["dynamic-import"]);
});
