import { type Random } from "./random.ts";

/** Trials of a visual two-choice task. Times in seconds, each column `(count,)` unless said otherwise. */
export interface Trials {
  readonly count: number;
  /** `(count, 2)`, row-major. */
  readonly intervals: Float64Array<ArrayBuffer>;
  readonly stimOnTimes: Float64Array<ArrayBuffer>;
  readonly responseTimes: Float64Array<ArrayBuffer>;
  readonly feedbackTimes: Float64Array<ArrayBuffer>;
  /** NaN where the stimulus was on the right. */
  readonly contrastLeft: Float64Array<ArrayBuffer>;
  /** NaN where the stimulus was on the left. */
  readonly contrastRight: Float64Array<ArrayBuffer>;
  readonly probabilityLeft: Float64Array<ArrayBuffer>;
  /** 1 for left, -1 for right. */
  readonly choice: Int8Array<ArrayBuffer>;
  /** 1 for a reward, -1 for an error. */
  readonly feedbackType: Int8Array<ArrayBuffer>;
}

const CONTRASTS = [1, 0.25, 0.125, 0.0625, 0];
/** Trials of a block that favours one side. */
const BLOCK = 30;

/** Draw the trials of a session: blocks of sides, choices that follow the contrast. */
export function drawTrials(random: Random, count: number): Trials {
  const column = (): Float64Array<ArrayBuffer> => new Float64Array(count).fill(Number.NaN);
  const trials = {
    count,
    intervals: new Float64Array(2 * count),
    stimOnTimes: column(),
    responseTimes: column(),
    feedbackTimes: column(),
    contrastLeft: column(),
    contrastRight: column(),
    probabilityLeft: column(),
    choice: new Int8Array(count),
    feedbackType: new Int8Array(count),
  };
  let time = 2;
  for (let trial = 0; trial < count; trial++) {
    const block = Math.floor(trial / BLOCK);
    const probabilityLeft = block === 0 ? 0.5 : block % 2 === 1 ? 0.8 : 0.2;
    const isLeft = random.uniform() < probabilityLeft;
    const contrast = CONTRASTS[Math.floor(random.uniform() * CONTRASTS.length)] ?? 0;
    const isRight = random.uniform() < 0.5 + 0.45 * Math.tanh(4 * contrast);
    const stimOn = time + random.between(0.4, 0.7);
    const response = stimOn + 0.15 + random.exponential(0.3);
    trials.probabilityLeft[trial] = probabilityLeft;
    (isLeft ? trials.contrastLeft : trials.contrastRight)[trial] = contrast;
    trials.choice[trial] = isLeft === isRight ? 1 : -1;
    trials.feedbackType[trial] = isRight ? 1 : -1;
    trials.stimOnTimes[trial] = stimOn;
    trials.responseTimes[trial] = response;
    trials.feedbackTimes[trial] = response + 0.01;
    trials.intervals[2 * trial] = time;
    time = response + (isRight ? 1 : 2);
    trials.intervals[2 * trial + 1] = time;
  }
  return trials;
}

/** Trials that were rewarded. */
export function countCorrect(trials: Trials): number {
  return trials.feedbackType.reduce((sum, type) => sum + Number(type === 1), 0);
}
