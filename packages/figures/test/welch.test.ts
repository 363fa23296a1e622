import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { spectrum, welchSpectrum } from "../src/index.ts";
import { textsOf } from "./plot-box.ts";

interface Case {
  readonly segmentLength: number;
  readonly frequenciesHz: readonly number[];
  readonly power: readonly number[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL("fixtures/welch.json", import.meta.url), "utf8"));
const signal = Float64Array.from(
  { length: 1000 },
  (_, i) => Math.sin(0.3 * i) + 0.5 * Math.cos(1.7 * i) + ((i * 7919) % 101) / 101 + 0.001 * i,
);

test.each(cases)(
  "segments of $segmentLength samples give what scipy gives",
  ({ segmentLength, frequenciesHz, power }) => {
    const found = welchSpectrum(signal, { samplingRateHz: 250, segmentLength });
    expect([...found.frequenciesHz]).toEqual(frequenciesHz);
    const largest = Math.max(...power);
    found.power.forEach((value, bin) => {
      expect(Math.abs(value - power[bin]!)).toBeLessThan(1e-12 * largest);
    });
  },
);

test("a segment with a value that is not finite is skipped", () => {
  const broken = signal.slice();
  broken[100] = Number.NaN;
  expect(welchSpectrum(broken, { samplingRateHz: 250, segmentLength: 256 }).segments).toBe(5);
  expect(welchSpectrum(signal, { samplingRateHz: 250, segmentLength: 256 }).segments).toBe(6);
  expect(welchSpectrum(broken.fill(Number.NaN), { samplingRateHz: 250 }).power[1]).toBeNaN();
});

test("a figure of a sine peaks at its frequency", async () => {
  const sine = Float64Array.from({ length: 8192 }, (_, i) => Math.sin((2 * Math.PI * 64 * i) / 1024));
  const svg = await spectrum([{ signal: sine, samplingRateHz: 1024, label: "sine" }], {
    xLimits: [1, 512],
    unit: "µV",
  });
  const d = /<path d="(M[^"]+)"[^>]*linejoin/.exec(svg)![1]!;
  const points = [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const peak = points.reduce((best, point) => (point[1] < best[1] ? point : best));
  const box = /<svg x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(svg)!;
  expect((peak[0] - Number(box[1])) / Number(box[2])).toBeCloseTo(Math.log(64) / Math.log(512), 2);
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining(["sine", "Power (dB re 1 µV²/Hz)", "Frequency (Hz)", "10", "100"]),
  );
});

test("given spectra are drawn, without 0 Hz and without zero power", async () => {
  const svg = await spectrum([{ frequenciesHz: [0, 1, 10, 100], power: [1, 1e-3, 0, 1e-6] }]);
  const d = /<path d="(M[^"]+)"[^>]*linejoin/.exec(svg)![1]!;
  expect(d.match(/[ML]/g)).toHaveLength(2);
});

test("nothing to draw says so, with either axis", async () => {
  expect(textsOf(await spectrum([]))).toContain("No data");
  expect(
    textsOf(await spectrum([{ signal: new Float32Array(100), samplingRateHz: 10 }], { linearFrequency: true })),
  ).toContain("No data");
});
