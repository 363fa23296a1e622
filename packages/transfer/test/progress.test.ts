import { expect, test } from "vitest";
import { progressOf, RateMeter } from "../src/progress.ts";

test("a rate is that of the last seconds", () => {
  const meter = new RateMeter(0);
  expect(meter.bytesPerSecond(0)).toBe(0);
  for (let ms = 100; ms <= 10_000; ms += 100) meter.add(1000, ms);
  expect(meter.bytesPerSecond(10_000)).toBeCloseTo(10_000, -3);
  for (let ms = 10_100; ms <= 20_000; ms += 100) meter.add(50, ms);
  expect(meter.bytesPerSecond(20_000)).toBeCloseTo(500, -2);
  expect(meter.bytes).toBe(105_000);
  expect(meter.bytesPerSecond(1e9)).toBeLessThan(1);
});

test.each([
  [50, 100, 10, 5],
  [100, 100, 0, 0],
  [50, 100, 0, undefined],
  [50, undefined, 10, undefined],
])("%s of %s bytes at %s bytes a second take %s s more", (received, total, rate, eta) => {
  expect(progressOf(received, total, rate).etaSeconds).toBe(eta);
});
