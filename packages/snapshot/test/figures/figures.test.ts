import { imageSize } from "image-size";
import { describe, expect, test } from "vitest";
import { lfpSpectrumFigure } from "../../src/figures/lfp-figure.ts";
import { probeTrackFigure, regionsAlongProbe } from "../../src/figures/probe-track-figure.ts";
import { driftMapFigure, psthFigure, spikeRasterFigure, trialContrasts } from "../../src/figures/spike-figures.ts";
import { type SvgFigure } from "../../src/images/image-source.ts";
import { figurePng } from "../../src/node/figure-png.ts";
import { tracedLocations } from "../../src/probe/ephys-alignment.ts";
import { neuropixels1Layout } from "../../src/probe/neuropixels-layout.ts";
import { PICKS } from "../alignment-vectors.ts";
import { rejection } from "../test-client.ts";
import { VECTOR_REGIONS } from "../vector-atlas.ts";

const times = Float64Array.from({ length: 500 }, (_, i) => i / 10);
const depths = times.map((time) => (time * 77) % 3840);
const amps = times.map((time) => 1e-5 * (1 + (time % 7)));
const { lateralUm, axialUm } = neuropixels1Layout();
const track = {
  lateralUm,
  axialUm,
  mlapdv: tracedLocations(PICKS, axialUm),
  atlasIds: axialUm.map((depth) => (depth < 1000 ? 8 : 997)),
};

const FIGURES: readonly (readonly [string, () => Promise<SvgFigure>, readonly string[]])[] = [
  ["spike_raster", () => spikeRasterFigure({ times, depths }, { title: "SW01 probe00" }), ["SW01 probe00"]],
  ["drift_map", () => driftMapFigure({ times, depths, amps }), ["Amplitude"]],
  [
    "psth_contrast",
    () => psthFigure({ spikeTimes: times, eventTimes: [5, 10, 15, 20], contrasts: [100, 25, 100, 25] }),
    ["Contrast (%)", "Time from stimulus (s)", ">25 (n = 2)<", ">100 (n = 2)<"],
  ],
  [
    "lfp_spectrum",
    () => lfpSpectrumFigure({ freqs: [1, 2, 4], power: [1, 2, 3, 1, 2, 3, 1, 2, 3].map((v) => v * 1e-10) }),
    ["Median of channels", "10th percentile"],
  ],
  [
    "probe_track",
    () => probeTrackFigure(track, { regions: VECTOR_REGIONS, picks: PICKS, title: "probe00" }),
    ["grey", "root", "Picked points", "Height (mm from bregma)"],
  ],
];

describe("Figures", () => {
  test.each(FIGURES)("%s is drawn as SVG and as PNG", async (name, draw, words) => {
    const figure = await draw();
    expect(figure.name).toBe(name);
    for (const word of words) expect(figure.svg).toContain(word);
    const png = await figurePng(figure, { widthPixels: 640 });
    expect(png.name).toBe(`${name}.png`);
    expect(imageSize(png.data as Uint8Array)).toMatchObject({ type: "png", width: 640 });
  });

  test("have the name that they are given", async () => {
    expect((await spikeRasterFigure({ times, depths }, { name: "raster_1" })).name).toBe("raster_1");
  });
});

test("Power that is not as much for each frequency is refused", async () => {
  const error = await rejection(lfpSpectrumFigure({ freqs: [1, 2, 4], power: [1, 2, 3, 4] }));
  expect(error).toMatchObject({ code: "figures/shape-mismatch", rows: 3, length: 4 });
});

test("A track is drawn as steep as it is: a mm is as long across as up", async () => {
  const { svg } = await probeTrackFigure(track, { regions: VECTOR_REGIONS });
  const lines = [...svg.matchAll(/<path d="(M[^"]+)"[^>]*stroke-linejoin="round"/g)].map(([, d = ""]) =>
    [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const),
  );
  const extentOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  const along = (axis: number): number => extentOf([...track.mlapdv].filter((_, i) => i % 3 === axis));
  expect(lines).toHaveLength(2);
  lines.forEach((points, axis) => {
    const [across, up] = [extentOf(points.map(([x]) => x)), extentOf(points.map(([, y]) => y))];
    expect(across / up).toBeCloseTo(along(axis) / along(2), 2);
  });
});

describe("Regions along a probe", () => {
  test("are stretches that end between channels", () => {
    const found = regionsAlongProbe([60, 20, 40, 80], [997, 8, 8, 997], VECTOR_REGIONS);
    expect(found).toEqual([
      { fromUm: 10, toUm: 50, label: "grey", colour: "#bfdae3" },
      { fromUm: 50, toUm: 90, label: "root", colour: "#ffffff" },
    ]);
  });

  test("of no channels are none, and of one are around it", () => {
    expect(regionsAlongProbe([], [], VECTOR_REGIONS)).toEqual([]);
    expect(regionsAlongProbe([20], [8], VECTOR_REGIONS)).toMatchObject([{ fromUm: 10, toUm: 30 }]);
    expect(regionsAlongProbe([Number.NaN, 20], [997, 8], VECTOR_REGIONS)).toMatchObject([{ label: "grey" }]);
  });

  test("of several shanks are those of most channels of a depth, so that a stretch is not cut up", () => {
    const depths = [20, 20, 20, 40, 40, 40, 60, 60, 60];
    const ids = [8, 997, 8, 997, 8, 8, 997, 8, 997];
    expect(regionsAlongProbe(depths, ids, VECTOR_REGIONS)).toMatchObject([
      { fromUm: 10, toUm: 50, label: "grey" },
      { fromUm: 50, toUm: 70, label: "root" },
    ]);
  });

  test("must be in the table", () => {
    expect(() => regionsAlongProbe([20], [5], VECTOR_REGIONS)).toThrow("No brain region 5");
  });
});

test("Contrasts are those of the side that has one", () => {
  const nan = Number.NaN;
  expect([...trialContrasts([1, nan, 0.0625, nan], [nan, 0.25, nan, nan])]).toEqual([100, 25, 6.25, nan]);
});
