import { join } from "node:path";
import { type AlfObject, arrayAttribute, arrayColumn, numbers } from "@neurophys/alf/object";
import { driftMap, linePlot, psth, rateByTrial, spikeRaster } from "@neurophys/figures";
import { saveFigure } from "@neurophys/figures/node";
import { type SavedFigure } from "./report.ts";

/** Saves a figure as SVG and PNG into the report's folder. */
export async function saveBoth(folder: string, figure: SavedFigure, svg: string): Promise<SavedFigure> {
  await saveFigure(join(folder, `${figure.name}.svg`), svg);
  await saveFigure(join(folder, `${figure.name}.png`), svg, { scale: 2 });
  return figure;
}

/** A figure that is ready to be saved. */
export interface DrawnFigure extends SavedFigure {
  readonly svg: string;
}

/** Attributes of `spikes` as numbers. */
function spikeColumns(spikes: AlfObject): { times: Float64Array; depths: Float64Array; amps: Float64Array } {
  return {
    times: numbers(arrayAttribute(spikes, "times")),
    depths: numbers(arrayAttribute(spikes, "depths")),
    amps: numbers(arrayAttribute(spikes, "amps")),
  };
}

/** Raster of the first minute, and drift map of the whole recording. */
export async function drawSpikes(spikes: AlfObject, label: string): Promise<DrawnFigure[]> {
  const { times, depths, amps } = spikeColumns(spikes);
  const count = times.length.toLocaleString("en");
  return [
    {
      name: "raster",
      title: "Spike raster",
      about: `The first minute of ${label}: each spike at its time and depth.`,
      svg: await spikeRaster(times, depths, { title: "Spikes over depth", subtitle: label, xLimits: [0, 60] }),
    },
    {
      name: "drift-map",
      title: "Drift map",
      about: `All ${count} spikes of ${label}, shaded by amplitude; where bands bend, the tissue moved along the probe.`,
      svg: await driftMap(times, depths, amps, { title: "Drift map", subtitle: `${label} · ${count} spikes` }),
    },
  ];
}

/** Mean rate around stimulus onset by contrast, and rate of each trial. */
export async function drawTrials(spikes: AlfObject, trials: AlfObject, label: string): Promise<DrawnFigure[]> {
  const { times } = spikeColumns(spikes);
  const intervals = arrayAttribute(trials, "intervals");
  const left = numbers(arrayAttribute(trials, "contrastLeft"));
  const right = numbers(arrayAttribute(trials, "contrastRight"));
  const contrasts = left.map((value, i) => 100 * (Number.isNaN(value) ? right[i]! : value));
  const feedback = numbers(arrayAttribute(trials, "feedbackType"));
  const outcome = Array.from(feedback, (value) => (value > 0 ? "correct" : "error"));
  const ends = { starts: numbers(arrayColumn(intervals, 0)), ends: numbers(arrayColumn(intervals, 1)) };
  return [
    {
      name: "psth",
      title: "Response to the stimulus",
      about: "Population rate around stimulus onset, by contrast; the band is the standard error over trials.",
      svg: await psth(times, numbers(arrayAttribute(trials, "stimOn_times")), {
        title: "Rate around stimulus onset",
        subtitle: label,
        groups: contrasts,
        groupName: "contrast (%)",
        xLabel: "Time from stimulus onset (s)",
      }),
    },
    {
      name: "rate-by-trial",
      title: "Rate by trial",
      about: "Population rate of each trial, by outcome, with its running mean.",
      svg: await rateByTrial(times, ends, {
        title: "Rate by trial",
        subtitle: label,
        groups: outcome,
        groupName: "outcome",
      }),
    },
  ];
}

/** Position of the wheel in the first minute. */
export async function drawWheel(wheel: AlfObject, trials: AlfObject, label: string): Promise<DrawnFigure> {
  const seconds = numbers(arrayAttribute(wheel, "timestamps"));
  const shown = seconds.findIndex((time) => time > 60);
  const x = seconds.subarray(0, shown < 0 ? seconds.length : shown);
  const y = numbers(arrayAttribute(wheel, "position")).subarray(0, x.length);
  return {
    name: "wheel",
    title: "Wheel",
    about: "Wheel position in the first minute, with stimulus onsets.",
    svg: await linePlot([{ x, y }], {
      title: "Wheel position",
      subtitle: label,
      xLabel: "Time (s)",
      yLabel: "Position (rad)",
      xLimits: [0, 60],
      eventTimes: numbers(arrayAttribute(trials, "stimOn_times")),
    }),
  };
}
