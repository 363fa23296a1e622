// Time and memory of a spike raster and a drift map, from arrays to PNG file bytes (after `pnpm build`):
// node bench/raster.mjs [REPEATS]
import { performance } from "node:perf_hooks";
import { driftMap, spikeRaster } from "@neurophys/figures";
import { svgToPng } from "@neurophys/figures/node";
import { makeSpikes } from "../examples/recording.mjs";

const repeats = Number(process.argv[2] ?? 5);
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(name, draw) {
  const svgMs = [];
  const totalMs = [];
  let sizes = "";
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    const svg = await draw();
    svgMs.push(performance.now() - start);
    const png = await svgToPng(svg);
    totalMs.push(performance.now() - start);
    sizes = `svg ${(svg.length / 1024).toFixed(0)} kB, png ${(png.length / 1024).toFixed(0)} kB`;
  }
  const first = `first ${totalMs[0].toFixed(0)} ms`;
  console.log(
    `${name}: svg ${median(svgMs).toFixed(0)} ms, with PNG ${median(totalMs).toFixed(0)} ms (${first}); ${sizes}`,
  );
}

for (const spikes of [1_000_000, 10_000_000]) {
  const { times, depths, amplitudes } = makeSpikes({ spikes });
  const before = process.memoryUsage().rss;
  const label = spikes.toLocaleString("en");
  await measure(`spike raster of ${label}`, () => spikeRaster(times, depths));
  await measure(`drift map of ${label}`, () => driftMap(times, depths, amplitudes));
  console.log(
    `  arrays ${megabytes(times.byteLength * 3)}, rss before ${megabytes(before)}, after ${megabytes(process.memoryUsage().rss)}`,
  );
}
console.log(`peak rss of the whole run ${megabytes(process.resourceUsage().maxRSS * 1024)}`);
