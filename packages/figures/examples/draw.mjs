// Draws every kind of figure into a folder: node examples/draw.mjs [FOLDER] (after `pnpm build`).
import { join } from "node:path";
import { blueRed, darkTheme, driftMap, heatMap, linePlot, psth, spikeRaster } from "@neurophys/figures";
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
    groupName: "contrast",
    xLabel: "Time from stimulus onset (s)",
  }),
  "psth-trials": await psth(trials.spikeTimes, trials.onsets, {
    title: "Response to stimulus onset",
    groups: trials.contrasts,
    groupName: "contrast",
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
  empty: await spikeRaster([], [], { title: "No spikes in this session" }),
};

for (const [name, svg] of Object.entries(figures)) {
  await saveFigure(join(folder, `${name}.svg`), svg);
  await saveFigure(join(folder, `${name}.png`), svg);
}
