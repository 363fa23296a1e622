/**
 * A made-up recording with plausible statistics, the same one for the same seed: units along the probe that fire at
 * log-normal rates, bursts, slow drift of the tissue, and trials that some units answer to.
 */

/** Numbers from 0 to 1 (mulberry32), so that examples do not change from run to run. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Normally distributed numbers from a source of uniform ones. */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * @param {{ spikes: number, durationS?: number, units?: number, seed?: number }} options
 * @returns Times in seconds, increasing; depths in µm; amplitudes in V.
 */
export function makeSpikes({ spikes, durationS = 3600, units = 250, seed = 1 }) {
  const random = seededRandom(seed);
  const unit = Array.from({ length: units }, () => ({
    depthUm: layered(random) * 3840,
    amplitudeV: (40 + 160 * random() ** 3) * 1e-6,
    rate: Math.exp(1.2 * normal(random)),
  }));
  const cumulated = new Float64Array(units);
  unit.reduce((sum, { rate }, i) => (cumulated[i] = sum + rate), 0);
  const times = Float64Array.from({ length: spikes }, () => random() * durationS).sort();
  const depths = new Float64Array(spikes);
  const amplitudes = new Float64Array(spikes);
  for (let i = 0; i < spikes; i++) {
    const { depthUm, amplitudeV } = unit[firstAbove(cumulated, random() * cumulated[units - 1])];
    depths[i] = depthUm + 14 * normal(random) + driftUm(times[i] / durationS);
    amplitudes[i] = amplitudeV * Math.exp(0.18 * normal(random));
  }
  return { times, depths, amplitudes };
}

/** One unit that fires after each event, more for stronger stimuli. */
export function makeTrials({ trials = 300, seed = 2 } = {}) {
  const random = seededRandom(seed);
  const contrasts = Float64Array.from({ length: trials }, () => [0, 0.0625, 0.125, 0.25, 1][Math.floor(random() * 5)]);
  const onsets = Float64Array.from({ length: trials }, (_, i) => 5 + i * 4 + random());
  const spikes = [];
  for (let time = 0; time < trials * 4 + 10; time += -Math.log(1 - random()) / 6) spikes.push(time);
  onsets.forEach((onset, i) => {
    const count = Math.round((2 + 14 * Math.sqrt(contrasts[i])) * (0.6 + 0.8 * random()));
    for (let spike = 0; spike < count; spike++) spikes.push(onset + 0.06 + 0.12 * Math.abs(normal(random)));
  });
  return { spikeTimes: Float64Array.from(spikes).sort(), onsets, contrasts };
}

function layered(random) {
  const at = random();
  return random() < 0.5 ? at : 0.08 + 0.84 * (Math.round(at * 5) / 5 + 0.03 * normal(random));
}

function driftUm(share) {
  return 60 * share + 25 * Math.sin(share * 23) + (share > 0.55 ? 45 * Math.exp(-(share - 0.55) * 14) : 0);
}

function firstAbove(sorted, value) {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
