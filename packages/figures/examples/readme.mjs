// Draws the two figures of the README into docs/: node examples/readme.mjs (after `pnpm build`).
import { fileURLToPath } from "node:url";
import { driftMap, psth } from "@neurophys/figures";
import { saveFigure } from "@neurophys/figures/node";
import { makeSpikes, makeTrials } from "./recording.mjs";

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const size = { widthPixels: 680, heightPixels: 360 };
const { times, depths, amplitudes } = makeSpikes({ spikes: 50_000, units: 40 });
const drift = await driftMap(times, depths, amplitudes, { title: "Drift map of probe00", ...size });
await saveFigure(`${docs}drift-map.png`, drift, { scale: 1 });

const { spikeTimes, onsets, contrasts } = makeTrials();
const response = await psth(spikeTimes, onsets, {
  title: "Response to stimulus onset",
  xLabel: "Time from stimulus onset (s)",
  groups: contrasts,
  groupName: "Contrast",
  showTrials: true,
  widthPixels: 720,
  heightPixels: 520,
});
await saveFigure(`${docs}psth.png`, response, { scale: 1 });
