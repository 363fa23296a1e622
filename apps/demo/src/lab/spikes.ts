import { type Trials } from "./behaviour.ts";
import { type Random } from "./random.ts";

/** Sorted spikes of one probe, in time order. */
export interface Spikes {
  /** `(nSpikes,)` seconds. */
  readonly times: Float64Array<ArrayBuffer>;
  /** `(nSpikes,)` cluster of each spike, from 0. */
  readonly clusters: Int32Array<ArrayBuffer>;
  /** `(nSpikes,)` volts. */
  readonly amps: Float32Array<ArrayBuffer>;
  /** `(nSpikes,)` µm from the tip of the probe. */
  readonly depths: Float32Array<ArrayBuffer>;
}

/** What is known of each cluster; `(nClusters,)` each. */
export interface Clusters {
  /** µm from the tip. */
  readonly depths: Float32Array<ArrayBuffer>;
  /** Recording site with the largest waveform. */
  readonly channels: Int32Array<ArrayBuffer>;
  /** Median spike amplitude in volts. */
  readonly amps: Float32Array<ArrayBuffer>;
}

/** Sites of a Neuropixels-like shank: `(nChannels, 2)` µm, across and along, in two staggered columns. */
export function siteCoordinates(channelCount = 384): Float32Array<ArrayBuffer> {
  const across = [43, 11, 59, 27] as const;
  const coordinates = new Float32Array(channelCount * 2);
  for (let channel = 0; channel < channelCount; channel += 1) {
    coordinates[2 * channel] = across[channel % 4]!;
    coordinates[2 * channel + 1] = 20 * (Math.floor(channel / 2) + 1);
  }
  return coordinates;
}

interface Unit {
  readonly depthUm: number;
  readonly rateHz: number;
  readonly ampV: number;
  /** Rate added by a full-contrast stimulus, as a multiple of the base rate. */
  readonly stimulusGain: number;
  /** Rate added around a movement, likewise. */
  readonly movementGain: number;
}

/** Time step in which rates are held constant. */
const BIN_S = 0.01;
const REFRACTORY_S = 0.0015;

/**
 * Draw the spikes of one probe: units along the shank with log-normal rates, some driven by the stimulus or by movement,
 * and a shank that drifts slowly in the tissue.
 */
export function drawProbe(
  random: Random,
  trials: Trials,
  options: { durationS: number; clusterCount: number },
): { spikes: Spikes; clusters: Clusters } {
  const units = Array.from({ length: options.clusterCount }, () => drawUnit(random)).sort(
    (a, b) => a.depthUm - b.depthUm,
  );
  const drive = drives(trials, options.durationS);
  const times: number[] = [];
  const owners: number[] = [];
  units.forEach((unit, index) => {
    for (const time of drawTrain(random, unit, drive, options.durationS)) {
      times.push(time);
      owners.push(index);
    }
  });
  const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => times[a]! - times[b]!);
  const phase = random.between(0, 2 * Math.PI);
  const driftUm = (time: number): number =>
    12 * Math.sin((2 * Math.PI * time) / 140 + phase) + 30 * (1 - Math.exp(-time / 120));
  const spikes = {
    times: Float64Array.from(order, (i) => times[i]!),
    clusters: Int32Array.from(order, (i) => owners[i]!),
    amps: Float32Array.from(order, (i) => units[owners[i]!]!.ampV * Math.max(0.3, 1 + 0.12 * random.normal())),
    depths: Float32Array.from(order, (i) => units[owners[i]!]!.depthUm + driftUm(times[i]!) + 6 * random.normal()),
  };
  const clusters = {
    depths: Float32Array.from(units, (unit) => unit.depthUm),
    channels: Int32Array.from(units, (unit) => Math.min(383, Math.max(0, Math.round(unit.depthUm / 10) - 2))),
    amps: Float32Array.from(units, (unit) => unit.ampV),
  };
  return { spikes, clusters };
}

function drawUnit(random: Random): Unit {
  const kind = random.uniform();
  return {
    depthUm: random.between(60, 3780),
    rateHz: Math.min(40, Math.exp(Math.log(3.5) + 0.8 * random.normal())),
    ampV: 1e-6 * Math.min(450, Math.exp(Math.log(110) + 0.45 * random.normal())),
    stimulusGain: kind < 0.3 ? random.between(2, 7) : 0,
    movementGain: kind > 0.2 && kind < 0.55 ? random.between(1, 5) : 0,
  };
}

/** What the trials add to the rate in each bin: by the stimulus (times its contrast) and around movements. */
function drives(trials: Trials, durationS: number): { stimulus: Float32Array; movement: Float32Array } {
  const count = Math.ceil(durationS / BIN_S);
  const stimulus = new Float32Array(count);
  const movement = new Float32Array(count);
  const add = (target: Float32Array, fromS: number, toS: number, value: (sinceS: number) => number): void => {
    for (let bin = Math.max(0, Math.floor(fromS / BIN_S)); bin < Math.min(count, Math.ceil(toS / BIN_S)); bin += 1) {
      target[bin] = target[bin]! + value((bin + 0.5) * BIN_S - fromS);
    }
  };
  for (let trial = 0; trial < trials.count; trial += 1) {
    const left = trials.contrastLeft[trial]!;
    const contrast = Number.isNaN(left) ? trials.contrastRight[trial]! : left;
    const strength = contrast ** 0.6;
    const onset = trials.stimOnTimes[trial]! + 0.04;
    add(
      stimulus,
      onset,
      onset + 0.5,
      (since) => strength * ((since / 0.05) * Math.exp(1 - since / 0.05) * 0.8 + 0.2 * Math.exp(-since / 0.2)),
    );
    const moved = trials.firstMovementTimes[trial]!;
    if (!Number.isNaN(moved))
      add(movement, moved - 0.15, moved + 0.45, (since) => Math.exp(-0.5 * ((since - 0.2) / 0.09) ** 2));
  }
  return { stimulus, movement };
}

/** A Poisson train with a refractory period: candidates at the highest rate, kept with the probability of their bin. */
function* drawTrain(
  random: Random,
  unit: Unit,
  drive: { stimulus: Float32Array; movement: Float32Array },
  durationS: number,
): Generator<number> {
  const rate = (bin: number): number =>
    unit.rateHz * (1 + unit.stimulusGain * (drive.stimulus[bin] ?? 0) + unit.movementGain * (drive.movement[bin] ?? 0));
  const highest = unit.rateHz * (1 + 1.2 * unit.stimulusGain + 1.2 * unit.movementGain);
  let last = -1;
  for (let time = random.exponential(1 / highest); time < durationS; time += random.exponential(1 / highest)) {
    if (random.uniform() * highest > rate(Math.floor(time / BIN_S)) || time - last < REFRACTORY_S) continue;
    last = time;
    yield time;
  }
}
