// Draws every kind of figure into a folder: node examples/draw.mjs [FOLDER] (after `pnpm build`).
import { join } from "node:path";
import {
  blueRed,
  darkTheme,
  driftMap,
  figureGrid,
  heatMap,
  linePlot,
  probeSites,
  psth,
  rateByTrial,
  spectrum,
  spikeRaster,
} from "@neurophys/figures";
import { saveFigure } from "@neurophys/figures/node";
import { makeSpikes, makeTrials, normal, seededRandom } from "./recording.mjs";

const folder = process.argv[2] ?? "figures";
const random = seededRandom(3);
const dense = makeSpikes({ spikes: 1_000_000 });
const sparse = makeSpikes({ spikes: 6_000, durationS: 60, units: 80 });
const trials = makeTrials();

const wheelTimes = Float64Array.from({ length: 600_000 }, (_, i) => i / 1000);
let position = 0;
let velocity = 0;
const wheel = wheelTimes.map(() => {
  velocity += 0.02 * normal(random) - 0.01 * velocity;
  position += velocity / 1000 - position / 200_000;
  return position;
});

const lfp = (scale, thetaHz) => {
  let slow = 0;
  return Float32Array.from({ length: 250_000 }, (_, i) => {
    slow = 0.98 * slow + scale * normal(random);
    return (
      1e-5 * (slow + 2 * Math.sin(2 * Math.PI * thetaHz * (i / 2500)) + 0.4 * Math.sin(2 * Math.PI * 50 * (i / 2500)))
    );
  });
};

const site = Array.from({ length: 384 }, (_, i) => i);
const probe = {
  lateralUm: Float64Array.from(site, (i) => [43, 11, 59, 27][i % 4]),
  depthUm: Float64Array.from(site, (i) => 20 + 20 * Math.floor(i / 2)),
  values: Float64Array.from(site, (i) => (i === 191 ? Number.NaN : 8 + 3 * Math.sin(i / 40) + normal(random))),
};
const regions = [
  { fromUm: 0, toUm: 820, label: "VPM", colour: "#ff8084" },
  { fromUm: 820, toUm: 900, label: "fiber tracts", colour: "#999999" },
  { fromUm: 900, toUm: 1500, label: "DG", colour: "#7ed04b" },
  { fromUm: 1500, toUm: 1540, label: "hf", colour: "#4fae3a" },
  { fromUm: 1540, toUm: 1590, label: "cing", colour: "#8a8a8a" },
  { fromUm: 1590, toUm: 2300, label: "CA1", colour: "#7ed04b" },
  { fromUm: 2300, toUm: 4000, label: "VISa5", colour: "#009fac" },
];

const figures = {
  "spike-raster": await spikeRaster(dense.times, dense.depths, { title: "Spikes on probe00" }),
  "spike-raster-dark": await spikeRaster(dense.times, dense.depths, { title: "Spikes on probe00", theme: darkTheme }),
  "spike-raster-100k": await spikeRaster(
    dense.times.filter((_, i) => i % 10 === 0),
    dense.depths.filter((_, i) => i % 10 === 0),
    { title: "Spikes on probe00" },
  ),
  "spike-raster-few": await spikeRaster(sparse.times, sparse.depths, {
    title: "One minute of probe00",
    eventTimes: [10, 20, 30],
  }),
  "drift-map": await driftMap(dense.times, dense.depths, dense.amplitudes, { title: "Drift map of probe00" }),
  "drift-map-dark": await driftMap(dense.times, dense.depths, dense.amplitudes, {
    title: "Drift map of probe00",
    theme: darkTheme,
  }),
  "drift-map-few": await driftMap(sparse.times, sparse.depths, sparse.amplitudes, { title: "Drift map of probe00" }),
  psth: await psth(trials.spikeTimes, trials.onsets, {
    title: "Response to stimulus onset",
    groups: trials.contrasts,
    groupName: "Contrast",
    xLabel: "Time from stimulus onset (s)",
  }),
  "psth-trials": await psth(trials.spikeTimes, trials.onsets, {
    title: "Response to stimulus onset",
    groups: trials.contrasts,
    groupName: "Contrast",
    xLabel: "Time from stimulus onset (s)",
    showTrials: true,
  }),
  "psth-dark": await psth(trials.spikeTimes, trials.onsets, {
    title: "Response to stimulus onset",
    theme: darkTheme,
    groups: Array.from(trials.onsets, (_, i) => (i % 3 ? "left" : "right")),
    showTrials: true,
  }),
  "heat-map": await heatMap(
    {
      values: Float64Array.from(
        { length: 40 * 60 },
        (_, i) => Math.sin((i % 60) / 6) * Math.cos(i / 600) + 0.3 * normal(random),
      ),
      rows: 40,
      columns: 60,
    },
    {
      title: "Mean response of units",
      colourMap: blueRed,
      valueLimits: [-2, 2],
      valueLabel: "Response (z)",
      xExtent: [-0.5, 1],
      xLabel: "Time from event (s)",
      yLabel: "Unit",
      eventTimes: [0],
    },
  ),
  "line-plot": await linePlot(
    [
      { x: wheelTimes, y: wheel, label: "position" },
      { x: wheelTimes, y: wheel.map((value) => value / 2 - 0.1), label: "half of it" },
    ],
    { title: "Wheel", yLabel: "Position (rad)", eventTimes: [120, 240] },
  ),
  "line-plot-one": await linePlot([{ x: wheelTimes, y: wheel }], {
    yLabel: "Position (rad)",
    widthPixels: 420,
    heightPixels: 260,
  }),
  spectrum: await spectrum(
    [
      { signal: lfp(0.3, 8), samplingRateHz: 2500, label: "VISa5" },
      { signal: lfp(0.7, 7), samplingRateHz: 2500, label: "CA1" },
    ],
    { title: "LFP spectrum" },
  ),
  "probe-sites": await probeSites(probe, {
    title: "Probe00",
    subtitle: "Neuropixels 1.0",
    regions,
    valueLabel: "Noise (µV rms)",
  }),
  "probe-track": await probeSites(
    { lateralUm: probe.lateralUm, depthUm: probe.depthUm },
    { title: "Probe00", regions, theme: darkTheme, widthPixels: 300 },
  ),
  "rate-by-trial": await rateByTrial(
    trials.spikeTimes,
    { starts: trials.onsets, ends: trials.onsets.map((time) => time + 0.5) },
    { title: "Rate by trial", groups: trials.contrasts, groupName: "Contrast" },
  ),
  "rate-by-trial-plain": await rateByTrial(
    dense.times,
    { starts: trials.onsets.map((t) => 3 * t), ends: trials.onsets.map((t) => 3 * t + 4) },
    { title: "All spikes by trial" },
  ),
  empty: await spikeRaster([], [], { title: "No spikes in this session" }),
};

figures.grid = figureGrid([figures["spike-raster"], figures["psth-trials"], figures["line-plot"], figures.spectrum], {
  title: "Overview of a session",
  subtitle: "Made-up data",
});

for (const [name, svg] of Object.entries(figures)) {
  await saveFigure(join(folder, `${name}.svg`), svg);
  await saveFigure(join(folder, `${name}.png`), svg);
}
